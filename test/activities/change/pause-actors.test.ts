/** The real scripts on two hosts of one machine, and a Reaper that is an HTTP server: paused, proven, put back. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClusterTask } from '../../../activities/activities.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { pauseActors } from '../../../activities/change/pause-actors.ts';
import { resumeActors } from '../../../activities/change/resume-actors.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthyCluster, healthySpec, places, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { recordings } from '../../knowledge/nodetool/recordings.ts';
import { type FakeReaper, startFakeReaper } from '../actors/fake-reaper.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { HostBench } from '../hosts/remote/host-bench.ts';
import { nodetoolAnswers } from '../observe/told-host.ts';

const nodes = ['10.0.0.1', '10.0.0.2'] as const;
const crontab = '0 2 * * 0 cassandra nodetool repair -pr\n';
const idle = Object.fromEntries(
  ['version-01', 'netstats-01', 'compactionstats-01', 'tpstats-01', 'repair_admin-list-01'].map((name) => {
    const found = recordings().find(({ file }) => file === `5.0.9-${name}.txt`);
    return [found?.command ?? '', found?.text ?? ''];
  }),
);
const validating = recordings().find(({ text, release }) => release === '5.0.9' && / Validation /.test(text));

let reaper: FakeReaper;
let benches: HostBench[];
let busy: Record<string, string>;
beforeEach(async () => {
  reaper = await startFakeReaper();
  benches = nodes.map(() => new HostBench());
  for (const bench of benches) {
    bench.write('etc/cron.d/repairs', crontab);
    bench.write('puppet', 'on\n');
    bench.program('is-off', `[ "$(cat ${bench.path('puppet')})" = off ]`);
  }
  busy = {};
});
afterEach(async () => {
  for (const bench of benches) bench.end();
  await reaper.close();
});

const reaperActor = () => ({ kind: 'reaper', name: 'repairs', url: reaper.url }) as const;
const cronActor = {
  kind: 'cron',
  name: 'nightly',
  file: '/etc/cron.d/repairs',
  line: 'nodetool repair',
} as const;
const gates = { patience: '1ms' };

function taskFor(actors: SpecInput['actors'], down: readonly string[] = []): ClusterTask {
  const spec = healthySpec({ actors, gates });
  const plan = planFor(healthyCluster({ places: places('dc1', 2) }));
  return { spec, plan: down.length > 0 ? { ...plan, down } : plan };
}

/** Paths of the file are those of each bench: on a real machine they would be the same everywhere. */
function hostOn(bench: HostBench, node: string): Host {
  const settings = { ...settingsOf(healthySpec(), node), stateFolder: bench.path('state') };
  const base = fakeHost(() => ({}), settings);
  return {
    ...base,
    run: async (script, options) => {
      if (script === 'ask-nodetool') {
        return {
          exitCode: 0,
          stderr: '',
          tookMillis: 1,
          stdout: nodetoolAnswers(options, { ...idle, ...busy }),
        };
      }
      const args = (options.args ?? []).map((word) =>
        word
          .replace(/^\/var\/lib\/ringlift/, bench.path('state'))
          .replace(/^\/etc\/cron\.d/, bench.path('etc/cron.d'))
          .replace(/^\/opt\/puppet\//, `${bench.path('bin')}/`),
      );
      const input = typeof options.input === 'string' ? { input: options.input } : {};
      const { exitCode, ...said } = await bench.run(script, args, input);
      return { exitCode: exitCode ?? 255, tookMillis: 1, ...said };
    },
  };
}

const context = () =>
  fakeContext({
    hosts: fakeHosts(
      Object.fromEntries(nodes.map((node, at) => [node, hostOn(benches[at] as HostBench, node)])),
    ),
  });
const crontabs = () => benches.map((bench) => bench.read('etc/cron.d/repairs'));
const keptOfReaper = () => benches.map((bench) => bench.has('state/prod1/found/repairs'));

test('everything of every actor is paused and proven, kept on every node, and put back as it was', async () => {
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  const asleep = reaper.addSchedule('bank', 'PAUSED');
  const run = reaper.addRun('shop', 'RUNNING');
  const task = taskFor([reaperActor(), cronActor]);
  const outcome = await pauseActors(context(), task);
  expect(outcome).toMatchObject({
    outcome: 'done',
    says: expect.stringContaining('nightly (/etc/cron.d/repairs on 2 nodes)'),
  });
  expect(outcome.verdicts?.map(({ gate, open }) => `${gate} ${open}`)).toEqual([
    'actorsPaused true',
    'nothingRunning true',
  ]);
  expect(outcome.actors).toEqual([
    { actor: 'repairs', node: null, what: `schedule ${schedule.id}` },
    { actor: 'repairs', node: null, what: `run ${run.id}` },
    ...nodes.map((node) => ({ actor: 'nightly', node, what: '/etc/cron.d/repairs' })),
  ]);
  expect([schedule.state, run.state]).toEqual(['PAUSED', 'PAUSED']);
  expect(crontabs()).toEqual([`#ringlift:nightly# ${crontab}`, `#ringlift:nightly# ${crontab}`]);
  expect(keptOfReaper()).toEqual([true, true]);

  const back = await resumeActors(context(), { ...task, found: outcome.actors ?? [] });
  expect(back.outcome).toBe('done');
  expect([schedule.state, run.state, asleep.state]).toEqual(['ACTIVE', 'RUNNING', 'PAUSED']);
  expect(crontabs()).toEqual([crontab, crontab]);
  expect(keptOfReaper()).toEqual([false, false]);
});

test('an attempt that was cut off after it had paused loses nothing: the next one knows what was at work', async () => {
  const schedules = [reaper.addSchedule('shop', 'ACTIVE'), reaper.addSchedule('bank', 'ACTIVE')];
  const task = taskFor([reaperActor()]);
  reaper.before = (request) => {
    if (request.startsWith(`PUT /repair_schedule/${schedules[1]?.id}`)) throw new Error('cut');
  };
  await expect(pauseActors(context(), task)).rejects.toMatchObject({ name: 'NodeUnreachable' });
  expect(schedules.map(({ state }) => state)).toEqual(['PAUSED', 'ACTIVE']);
  reaper.before = () => undefined;
  const outcome = await pauseActors(context(), task);
  expect(outcome.actors).toHaveLength(2);
  // Another worker, another run, and nothing told of what was found: the nodes know.
  await resumeActors(context(), { ...task, found: [] });
  expect(schedules.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE']);
});

test('what the nodes have lost is put back from what history has', async () => {
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  const task = taskFor([reaperActor()]);
  const { actors = [] } = await pauseActors(context(), task);
  for (const bench of benches) rmSync(bench.path('state/prod1/found/repairs'));
  await resumeActors(context(), { ...task, found: actors });
  expect(schedule.state).toBe('ACTIVE');
});

test('what was paused before is left alone, and the step says so', async () => {
  reaper.addSchedule('shop', 'PAUSED');
  for (const bench of benches) bench.write('etc/cron.d/repairs', `# ${crontab}`);
  const task = taskFor([reaperActor(), cronActor]);
  expect(await pauseActors(context(), task)).toMatchObject({ outcome: 'alreadyDone', actors: [] });
  expect(await resumeActors(context(), { ...task, found: [] })).toMatchObject({ outcome: 'alreadyDone' });
  expect(reaper.schedules.map(({ state }) => state)).toEqual(['PAUSED']);
  expect(crontabs()).toEqual([`# ${crontab}`, `# ${crontab}`]);
});

test('what they had begun is waited for: the gate stays shut while a repair runs', async () => {
  busy = { compactionstats: validating?.text ?? '' };
  await expect(pauseActors(context(), taskFor([reaperActor()]))).rejects.toMatchObject({
    name: 'GateShut',
    verdicts: [
      { gate: 'actorsPaused', open: true },
      { gate: 'nothingRunning', open: false },
    ],
  });
});

test('an actor that names its nodes is on those alone, and on none that is down for ever', async () => {
  await pauseActors(context(), taskFor([{ ...cronActor, nodes: ['cass2'] }]));
  expect(crontabs()).toEqual([crontab, `#ringlift:nightly# ${crontab}`]);
  await pauseActors(context(), taskFor([{ ...cronActor, name: 'other' }], [nodes[1]]));
  expect(crontabs()).toEqual([`#ringlift:other# ${crontab}`, `#ringlift:nightly# ${crontab}`]);
});

test('own commands run as they are, word by word', async () => {
  for (const bench of benches) bench.program('set', `echo "$1" >${bench.path('puppet')}`);
  const task = taskFor([
    {
      kind: 'commands',
      name: 'puppet',
      isPaused: ['/opt/puppet/is-off'],
      pause: ['/opt/puppet/set', 'off'],
      resume: ['/opt/puppet/set', 'on'],
    },
  ]);
  expect((await pauseActors(context(), task)).actors).toHaveLength(2);
  expect(benches.map((bench) => bench.read('puppet'))).toEqual(['off\n', 'off\n']);
  await resumeActors(context(), { ...task, found: [] });
  expect(benches.map((bench) => bench.read('puppet'))).toEqual(['on\n', 'on\n']);
});

test('a file that names a line that is nowhere is refused, with what to do', async () => {
  await expect(
    pauseActors(context(), taskFor([{ ...cronActor, line: 'nodetool repiar' }])),
  ).rejects.toMatchObject({
    name: 'ActorNotPaused',
    message: expect.stringMatching(/nightly could not be paused.*no line of .* holds nodetool repiar/),
  });
});

test('one that can not be put back keeps none of the others from it, and all are named', async () => {
  const schedule = reaper.addSchedule('shop', 'ACTIVE');
  const task = taskFor([cronActor, reaperActor()]);
  const { actors = [] } = await pauseActors(context(), task);
  benches[0]?.write('etc/cron.d/.ringlift-nightly.new/in-the-way', '');
  const error: unknown = await resumeActors(context(), { ...task, found: actors }).catch(
    (cause: unknown) => cause,
  );
  expect(error).toMatchObject({ name: expect.stringMatching(/DiskFull|ActorNotResumed/) });
  expect(schedule.state).toBe('ACTIVE');
  expect(crontabs()[1]).toBe(crontab);
});
