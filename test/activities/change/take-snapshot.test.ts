import { linkSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeSnapshot } from '../../../activities/change/take-snapshot.ts';
import { until } from '../hosts/remote/host-bench.ts';
import { NodeBench } from './node-bench.ts';

// What goes on around the cluster has a test of its own.
const undisturbed = vi.hoisted(() => vi.fn<() => Promise<[]>>(async () => []));
vi.mock('../../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: undisturbed }));

const table = 'data/shop/cart-0af30af30af30af30af30af30af30af3';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench();
  bench.sstable('nb-1-big-Data.db');
  bench.sstable('nb-1-big-Index.db');
  const { tag } = bench.task.plan;
  const kept = bench.path(table, 'snapshots', tag);
  // What a snapshot is: hard links of what is live, and a manifest, which comes last. A second of the name is refused.
  bench.does(
    'snapshot',
    `[ ! -d ${kept} ] || { echo "error: Snapshot ${tag} already exists." >&2; exit 2; }
mkdir -p ${kept} && ln ${kept}/../../nb-1-big-Data.db ${kept}/
until [ -e ${bench.path('go')} ]; do sleep 0.05; done
ln ${kept}/../../nb-1-big-Index.db ${kept}/ && echo '{}' >${kept}/manifest.json`,
  );
  bench.does('clearsnapshot', `rm -r ${kept}`);
  bench.does(
    'listsnapshots',
    `if [ -d ${kept} ]; then cat ${bench.path('says/one-snapshot')}; else cat ${bench.path('says/listsnapshots')}; fi`,
  );
  bench.says(
    'one-snapshot',
    [
      'Snapshot Details: ',
      'Snapshot name  Keyspace name Column family name True size Size on disk Creation time            Expiration time',
      `${tag} shop          cart               1.19 KiB  10.28 MiB    2026-11-21T10:23:32.841Z                `,
      '',
      'Total TrueDiskSpaceUsed: 1.19 KiB',
      '',
    ].join('\n'),
  );
});
afterEach(() => bench.end());

const take = (request?: string) => takeSnapshot(bench.attempt(request).context, bench.task);
const taken = () => bench.nodetoolCalls.filter((call) => / snapshot -t /.test(call)).length;
const cleared = () => bench.nodetoolCalls.filter((call) => / clearsnapshot -t /.test(call)).length;

test('it is taken as a job of the host and proven, once', async () => {
  bench.go();
  expect(await take()).toMatchObject({
    outcome: 'done',
    says: expect.stringContaining('holds all 2 live files'),
  });
  expect(await take('run/2')).toMatchObject({ outcome: 'alreadyDone' });
  expect(taken()).toBe(1);
  expect(bench.events).toContain('takeSnapshot jobEnded exit-0');
});

test('before it begins nobody works behind our back; what is proven already asks nobody', async () => {
  undisturbed.mockClear();
  undisturbed.mockImplementationOnce(async () => {
    expect(taken()).toBe(0);
    throw new Error('a repair runs');
  });
  await expect(take()).rejects.toThrow('a repair runs');
  expect(taken()).toBe(0);
  bench.go();
  await take('run/2');
  await take('run/3');
  expect(undisturbed).toHaveBeenCalledTimes(2);
});

test('one of an earlier run, before this one was planned, is cleared and taken anew', async () => {
  bench.go();
  await take();
  const at = new Date(Date.now() + 60_000).toISOString();
  const later = { ...bench.task, plan: { ...bench.task.plan, at } };
  expect(await takeSnapshot(bench.attempt('run/2').context, later)).toMatchObject({ outcome: 'done' });
  expect([taken(), cleared()]).toEqual([2, 1]);
  // Planned by a clock that runs ahead by less than the file allows, it is of this run.
  const soon = { ...later, plan: { ...later.plan, at: new Date(Date.now() + 100).toISOString() } };
  expect(await takeSnapshot(bench.attempt('run/3').context, soon)).toMatchObject({ outcome: 'alreadyDone' });
});

test('an attempt after a crash waits for the one that is being taken, and clears nothing', async () => {
  const crashed = bench.attempt();
  const first = takeSnapshot(crashed.context, bench.task).catch((error: unknown) => error);
  await until(() => taken() === 1);
  crashed.end('left');
  await first;
  const second = take();
  await until(() => bench.events.includes('takeSnapshot end running'));
  bench.go();
  expect(await second).toMatchObject({ outcome: 'alreadyDone' });
  expect([taken(), cleared()]).toEqual([1, 0]);
});

test('one that was lost half taken is tried again, cleared and taken anew', async () => {
  const run = take();
  await until(() => bench.has(`${table}/snapshots/${bench.task.plan.tag}/nb-1-big-Data.db`));
  bench.boot('boot-2');
  bench.killJobs();
  // Not as JobLost, for which a person would be asked.
  await expect(run).rejects.toMatchObject({
    name: 'CommandFailed',
    message: expect.stringContaining('booted'),
  });
  bench.go();
  expect(await take()).toMatchObject({ outcome: 'done' });
  expect([taken(), cleared()]).toEqual([2, 1]);
});

test('one that nodetool did not finish is incomplete; a retry clears it and takes it anew', async () => {
  bench.does(
    'snapshot',
    `mkdir -p ${bench.path(table, 'snapshots', bench.task.plan.tag)}; echo no space >&2; exit 1`,
  );
  await expect(take()).rejects.toMatchObject({
    name: 'SnapshotIncomplete',
    message: expect.stringMatching(/nodetool: exit 1: no space; missing: /),
  });
  await expect(take('run/2')).rejects.toMatchObject({ name: 'SnapshotIncomplete' });
  expect([taken(), cleared()]).toEqual([2, 1]);
});

test('cancelled by the workflow, none is being taken any more', async () => {
  const attempt = bench.attempt();
  const run = takeSnapshot(attempt.context, bench.task);
  await until(() => taken() === 1);
  attempt.end('asked');
  await expect(run).rejects.toThrow();
  expect(bench.pids()).toEqual([]);
});

test('of 3.x one that was cut off before any listed table is seen on the disk, cleared and taken anew', async () => {
  const { tag } = bench.task.plan;
  const nodes = bench.task.plan.nodes.map((each) => ({ ...each, release: '3.11.11' }));
  const task = { ...bench.task, plan: { ...bench.task.plan, nodes } };
  mkdirSync(bench.path(table, 'snapshots', tag), { recursive: true });
  linkSync(bench.path(table, 'nb-1-big-Data.db'), bench.path(table, 'snapshots', tag, 'nb-1-big-Data.db'));
  const whole = bench.path(table, 'snapshots', tag, 'manifest.json');
  const [one, none] = [bench.path('says/one-snapshot'), bench.path('says/listsnapshots')];
  bench.does('listsnapshots', `if [ -e ${whole} ]; then cat ${one}; else cat ${none}; fi`);
  bench.go();
  expect(await takeSnapshot(bench.attempt().context, task)).toMatchObject({ outcome: 'done' });
  expect([cleared(), taken()]).toEqual([1, 1]);
});
