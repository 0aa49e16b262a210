/** Others at work on the cluster, through a whole upgrade of simulated nodes. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { startFakeReaper } from '../../activities/actors/fake-reaper.ts';
import { carry, withSimulation } from './carry.ts';
import { withRinglift } from './with-ringlift.ts';

const crontab = 'MAILTO=dba\n0 2 * * 0 root nodetool repair -pr\n0 4 * * * root backup';

test('a schedule and crontabs are silent while nodes are carried, a backup that begins is met, and all is as before', async () => {
  const reaper = await startFakeReaper({ clusters: ['sim'] });
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  await withSimulation({}, async (simulation) => {
    const crontabOf = (folder: string) => join(folder, 'crontab');
    for (const { folder } of simulation.nodes) await writeFile(crontabOf(folder), crontab);
    const actors: SpecInput['actors'] = [
      { kind: 'reaper', name: 'repairs', url: reaper.url },
      ...simulation.nodes.map(({ name, folder }) => ({
        ...{ kind: 'cron' as const, name: `cron-${name}`, nodes: [name] },
        // As the machine itself finds it.
        ...{ file: crontabOf(folder.replace(/^\/proc\/\d+\/root/, '')), line: 'nodetool repair' },
      })),
    ];
    const [, , third] = simulation.nodes;
    const backup = join(third?.folder ?? '', 'data/data/shop/cart-1/snapshots/nightly');
    const silent: boolean[] = [];
    let isBackedUp = false;
    simulation.onCommand({
      before: async ({ script, step }) => {
        if (script === 'stop-node') {
          const texts = await Promise.all(
            simulation.nodes.map(({ folder }) => readFile(crontabOf(folder), 'utf8')),
          );
          silent.push(schedule.state === 'PAUSED' && texts.every((text) => text.includes('\n#ringlift:')));
        }
        if (step === 'takeSnapshot' && !isBackedUp) {
          isBackedUp = true;
          await mkdir(backup, { recursive: true });
        }
      },
    });
    const { result, asked, gatesAtDoors } = await withRinglift((client) =>
      carry(client, simulation.specFor({ actors }), async () => rm(backup, { recursive: true, force: true })),
    );
    expect(result.state).toBe('done');
    expect(asked).toEqual([
      expect.stringMatching(/^snapshot .*GateShut: .*noForeignBackup: .*snapshot nightly appeared/),
    ]);
    expect(gatesAtDoors).toContain('actorsPaused');
    expect(silent).toEqual([true, true, true]);
    expect(schedule.state).toBe('ACTIVE');
    for (const { folder } of simulation.nodes) {
      expect(await readFile(crontabOf(folder), 'utf8')).toBe(crontab);
    }
  });
  await reaper.close();
});
