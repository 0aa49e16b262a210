/** The real activities and workflows on simulated hosts that play DSE: no more is known of it than docs/operations.md says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { UpgradeStatus } from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { simulatedRelease } from '../../../lab/simulation/release/simulated-release.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../../lab/simulation/start-simulation.ts';
import { attend, withRinglift } from './with-ringlift.ts';

let simulation: SimulatedCluster | null = null;

afterEach(async () => {
  await simulation?.stop();
  simulation = null;
});

async function stopAt(release: string, { folder }: SimulatedCluster) {
  const { tarball, sha256 } = await simulatedRelease(release);
  const file = join(folder, `${release}-bin.tar.gz`);
  writeFileSync(file, tarball);
  return { release, file, sha256 };
}

const patient: Partial<SpecInput> = {
  nodetool: { limit: '1m', changeLimit: '1m' },
  gates: { patience: '1m', lookEvery: '50ms', startLimit: '2m', maxClockSkew: '5s', latencyFloor: '5s' },
};

test('one start carries three nodes from DSE 5.0.14 over 5.1.4 to Apache 3.11.19', async () => {
  const cluster = (simulation = await startSimulation({ release: 'dse-5.0.14', target: '3.11.19' }));
  const spec = cluster.specFor({
    ...patient,
    via: [await stopAt('dse-5.1.4', cluster)],
    dse: { systemTables: 'rejoin' },
  });
  const hops = new Set<string>();
  const gates = new Set<string>();
  const result = await withRinglift((client) =>
    attend(client, spec, {
      onStatus: ({ hop, to, verdicts }: UpgradeStatus) => {
        if (hop) hops.add(`${hop.number} of ${hop.of} to ${to}`);
        for (const { gate } of verdicts) gates.add(gate);
      },
      atDoor: () => Promise.reject(new Error('there is no door in this chain')),
    }),
  );
  expect(result).toMatchObject({ state: 'done', to: '3.11.19', hop: { number: 2, of: 2 } });
  expect([...hops]).toEqual(['1 of 2 to dse-5.1.4', '2 of 2 to 3.11.19']);
  expect([...gates]).toContain('readyToLeaveDse');
  for (const node of cluster.nodes) {
    expect(node.state()).toMatchObject({ installed: '3.11.19', mode: 'NORMAL', serving: true });
    expect(node.events.filter(({ what }) => what === 'serving').map(({ release }) => release)).toEqual([
      ...['dse-5.0.14', 'dse-5.1.4', '3.11.19'],
    ]);
    const journal = await node.journal();
    const stepsOf = (tag: string) => journal.filter((line) => line.tag === tag).map(({ step }) => step);
    expect(stepsOf('ringlift-sim-to-dse-5.1.4')).not.toContain('replaceSystemTables');
    expect(stepsOf('ringlift-sim-to-3.11.19')).toEqual(
      expect.arrayContaining([
        'keepIdentity',
        'makeRestorePoint',
        'replaceSystemTables',
        'settleSystemTables',
      ]),
    );
    // What was only for the first start is gone from its configuration again.
    const conf = (name: string) => readFileSync(join(node.folder, 'etc', 'cassandra', name), 'utf8');
    expect(conf('cassandra.yaml')).not.toContain('auto_bootstrap');
    expect(conf('jvm.options')).not.toContain('allow_unsafe_join');
  }
});
