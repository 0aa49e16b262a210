import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rewriteSSTables } from '../../../activities/change/rewrite-sstables.ts';
import { until } from '../hosts/remote/host-bench.ts';
import { NodeBench, recorded } from './node-bench.ts';

// What goes on around the cluster has a test of its own.
const undisturbed = vi.hoisted(() => vi.fn<() => Promise<[]>>(async () => []));
vi.mock('../../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: undisturbed }));

const words = 'upgradesstables -j 2';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench({ sstables: { throughputMiBPerSecond: 16 } });
  bench.sstable('nb-1-big-Data.db');
  // Rewrites when it may.
  bench.does(
    'upgradesstables',
    `until [ -e ${bench.path('go')} ]; do sleep 0.05; done
cd ${bench.path('data')}/shop/* && mv nb-1-big-Data.db pa-2-big-Data.db`,
  );
  bench.does('stop', `echo "$*" >>${bench.path('stops')}`);
});
afterEach(() => bench.end());

const throughputs = () => bench.read('throughputs').trim().split('\n').map(Number);

test('what is old is rewritten by a job, under the throughput of the file, which is put back', async () => {
  bench.go();
  expect(await rewriteSSTables(bench.attempt().context, bench.task)).toMatchObject({
    outcome: 'done',
    says: 'sstables of cass1 are 1 big-pa',
  });
  expect(throughputs()).toEqual([16, 64]);
  expect(await rewriteSSTables(bench.attempt('run/2').context, bench.task)).toMatchObject({
    outcome: 'alreadyDone',
  });
  expect(bench.asked(words)).toBe(1);
});

test('after a crash of the worker the job is attached to, and the throughput of before it is put back', async () => {
  const crashed = bench.attempt();
  const first = rewriteSSTables(crashed.context, bench.task).catch((error: unknown) => error);
  await until(() => bench.asked(words) === 1);
  crashed.end('left');
  await first;
  expect(throughputs()).toEqual([16]);
  // What nodetool would say now is not what was before.
  bench.says('getcompactionthroughput', recorded('getcompactionthroughput-01').replace('64 MiB', '16 MiB'));
  const second = rewriteSSTables(bench.attempt().context, bench.task);
  await until(() => throughputs().length === 2);
  bench.go();
  expect(await second).toMatchObject({ outcome: 'done' });
  expect(throughputs()).toEqual([16, 16, 64]);
  expect(bench.asked(words)).toBe(1);
});

test('cancelled by the workflow it is stopped in Cassandra too, and the throughput is put back', async () => {
  const attempt = bench.attempt();
  const run = rewriteSSTables(attempt.context, bench.task);
  await until(() => bench.asked(words) === 1);
  bench.does('stop', `echo "$*" >>${bench.path('stops')}; touch ${bench.path('go')}`);
  attempt.end('asked');
  await expect(run).rejects.toThrow();
  expect(bench.read('stops')).toMatch(/^stop UPGRADE_SSTABLES\n/);
  expect(throughputs()).toEqual([16, 64]);
  expect(bench.pids()).toEqual([]);
});

test('a boot of the host begins it again once the node serves', async () => {
  bench.says('statusbinary', 'not running\n');
  const { context } = bench.attempt();
  const run = rewriteSSTables(context, bench.task);
  await until(() => bench.asked(words) === 1);
  bench.boot('boot-2');
  bench.killJobs();
  await until(() => context.said.some((said) => /waits until the node serves again/.test(said)));
  expect(bench.asked(words)).toBe(1);
  bench.says('statusbinary', 'running\n');
  bench.go();
  expect(await run).toMatchObject({ outcome: 'done' });
  expect(bench.asked(words)).toBe(2);
});

test('nodetool that gave up is noticed by the files, with what it said', async () => {
  bench.does('upgradesstables', 'echo "error: aborted" >&2; exit 1');
  await expect(rewriteSSTables(bench.attempt().context, bench.task)).rejects.toMatchObject({
    name: 'SSTablesNotRewritten',
    message: expect.stringMatching(/files: 1 big-nb; .*nodetool: exit 1: error: aborted/),
  });
});

test('gossip that is silent just after a boot is asked again, not taken for an answer', async () => {
  bench.go();
  bench.does(
    'gossipinfo',
    `[ -e ${bench.path('spoken')} ] && cat ${bench.path('says')}/gossipinfo; touch ${bench.path('spoken')}`,
  );
  const { context } = bench.attempt();
  expect(await rewriteSSTables(context, bench.task)).toMatchObject({ outcome: 'done' });
  expect(bench.asked('gossipinfo')).toBe(2);
  expect(context.said).toContain('the node serves, and its gossip is silent yet');
});
