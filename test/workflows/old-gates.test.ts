/** Gates that were seen open too long ago for the drain that follows them, with scripted activities. */
import { afterEach, expect, test } from 'vitest';
import type { NodeTask } from '../../activities/activities.ts';
import { type Bench, startBench } from './bench.ts';
import { type ActivityName, type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const node = '10.0.0.1';
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const outdated = (times: number) => Array.from({ length: times }, () => failureOf('GatesOutdated'));
const tasksOf = (script: Script, name: ActivityName) =>
  (script.inputs(name) as NodeTask[]).filter((task) => task.node === node);
const stepsOf = (script: Script) =>
  script.calls.filter((call) => call.node === node && call.name !== 'takeSnapshot').map(({ name }) => name);

test('a drain that finds its gates too old leads the turn back to them, and goes by the new ones', async () => {
  const script = scriptedActivities();
  script.failures.set('drainNode', outdated(1));
  bench = await startBench(script);
  await bench.until(atDoor);
  expect(stepsOf(script).slice(3, 10)).toEqual([
    ...['prepareConfiguration', 'awaitGatesBefore', 'drainNode'],
    ...['awaitGatesBefore', 'drainNode', 'stopNode', 'makeRestorePoint'],
  ]);
  const seen = tasksOf(script, 'drainNode').map(({ gatesSeenAt }) => Date.parse(gatesSeenAt ?? ''));
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBeGreaterThan(seen[0] ?? Infinity);
  // What was drained is stopped, however long its drain took.
  expect(tasksOf(script, 'stopNode').map(({ gatesSeenAt }) => gatesSeenAt)).toEqual([undefined]);
  expect((await bench.status()).nodes.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  // The way back of a node that serves goes by its gates too.
  script.failures.set('drainNode', outdated(1));
  await bench.update('rollback', { by: 'ann', reason: 'slow', node: 'cass-1' });
  await bench.until(({ nodes }) => nodes[0]?.state === 'back');
  const back = stepsOf(script).slice(stepsOf(script).indexOf('planNodeRollback'));
  expect(back.slice(2, 9)).toEqual([
    ...['awaitGatesBefore', 'beginRollback', 'drainNode'],
    ...['awaitGatesBefore', 'beginRollback', 'drainNode', 'stopNode'],
  ]);
  expect(tasksOf(script, 'drainNode').every(({ gatesSeenAt }) => gatesSeenAt !== undefined)).toBe(true);
});

test('a person is asked when the gates are too old again and again; the node was not touched', async () => {
  const script = scriptedActivities();
  script.failures.set('drainNode', outdated(6));
  bench = await startBench(script, { strategy: { canary: { soak: '10ms' }, onNodeFailure: 'rollback' } });
  const { waiting } = await bench.until(waitsForPerson);
  expect(waiting).toMatchObject({ node, error: 'GatesOutdated', skippable: true });
  expect(tasksOf(script, 'drainNode')).toHaveLength(6);
  expect(script.calls.some(({ name }) => name === 'planNodeRollback')).toBe(false);
  expect((await bench.update('abort', { by: 'ann', reason: 'enough' })).says).toContain(
    'what was changed stays as it is',
  );
  await bench.result();
  expect(script.calls.some(({ name }) => name === 'planNodeRollback')).toBe(false);
});
