/** The way back of a cluster of which several nodes are down at once, as a group leaves them, with scripted activities. */
import { afterEach, expect, test } from 'vitest';
import type { NodeTask } from '../../activities/activities.ts';
import { refusal } from './causes.ts';
import { type RollbackBench, startRollback } from './rollback-bench.ts';
import { type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: RollbackBench;
afterEach(() => bench.close());

const [up, one, other] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const turnsOf = (script: Script) =>
  script.calls.filter(({ name }) => name === 'planNodeRollback').map(({ node }) => node);
const besideOf = (script: Script, node: string) =>
  (script.inputs('awaitServing') as NodeTask[])
    .filter((task) => task.node === node)
    .map((task) => task.beside);

function twoDown(): Script {
  const script = scriptedActivities();
  script.halfDone.add(one).add(other);
  script.standing = { serves: false, isDown: true, inHand: true, release: null, says: 'it does not serve' };
  return script;
}

test('those that are down go back first, one at a time, each without waiting for the others; who serves comes after', async () => {
  const script = twoDown();
  bench = await startRollback(script);
  expect((await bench.result()).state).toBe('rolledBack');
  expect(turnsOf(script)).toEqual([other, one, up]);
  expect(besideOf(script, other)).toEqual([[one]]);
  // The other is back by then, and judged.
  expect(besideOf(script, one)).toEqual([undefined]);
  expect(besideOf(script, up)).toEqual([undefined]);
  const names = script.calls.filter(({ node }) => node !== null).map(({ name, node }) => `${name} ${node}`);
  expect(names.indexOf(`planNodeRollback ${one}`)).toBeGreaterThan(names.indexOf(`unlockHost ${other}`));
});

test('one that can not go back keeps no other down: a person is asked about it once all that are down were tried', async () => {
  const script = twoDown();
  script.failures.set('putBackData', [failureOf('DiskFull', 'no room on /var/lib')]);
  bench = await startRollback(script);
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({ node: other, error: 'DiskFull', skippable: false });
  expect(status.nodes.map(({ state }) => state)).toEqual(['waiting', 'back', 'failed']);
  expect(turnsOf(script)).toEqual([other, one]);
  expect(besideOf(script, one)).toEqual([[other]]);
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'later' }))).toContain("can't be left out");
  await bench.update('retry', { by: 'ann' });
  expect((await bench.result()).state).toBe('rolledBack');
  expect(turnsOf(script)).toEqual([other, one, other, up]);
  expect(besideOf(script, other)).toEqual([undefined]);
});

test('of two that can not go back each is asked about, and told of the other; neither is left but by force', async () => {
  const script = twoDown();
  script.failures.set('startBack', [
    failureOf('StartFailed', 'bad yaml'),
    failureOf('StartFailed', 'bad yaml'),
  ]);
  bench = await startRollback(script);
  const first = await bench.until(waitsForPerson);
  expect(first.waiting).toMatchObject({ node: other });
  expect(first.waiting?.for === 'person' && first.waiting.message).toContain(
    'Down together with it: cass-2.',
  );
  await bench.update('retry', { by: 'ann' });
  const second = await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.node === one);
  expect(second.nodes.map(({ state }) => state)).toEqual(['waiting', 'failed', 'back']);
  expect(await refusal(bench.update('abort', { by: 'ann', reason: 'x' }))).toContain('"force":true');
  await bench.update('retry', { by: 'ann' });
  expect((await bench.result()).state).toBe('rolledBack');
});

test('one of them alone, by its name, does not wait for the other, which stays down', async () => {
  const script = twoDown();
  bench = await startRollback(script, { node: 'cass-2' });
  expect((await bench.result()).state).toBe('rolledBack');
  expect(turnsOf(script)).toEqual([one]);
  expect(besideOf(script, one)).toEqual([[other]]);
});

test('a node that serves waits for those that are down, whichever goes back', async () => {
  const script = twoDown();
  bench = await startRollback(script, { node: 'cass-1' });
  expect((await bench.result()).state).toBe('rolledBack');
  expect(besideOf(script, up)).toEqual([undefined]);
});

test('an abort while the first of them goes back ends only once the other serves as well', async () => {
  const script = twoDown();
  script.endless.add(`putBackData ${other}`);
  bench = await startRollback(script);
  await bench.until(() => script.calls.some(({ name, node }) => name === 'putBackData' && node === other));
  const { says } = await bench.update('abort', { by: 'ann', reason: 'enough' });
  expect(says).toContain('one that does not serve is brought back first');
  script.endless.clear();
  const { state, nodes } = await bench.result();
  expect(state).toBe('aborted');
  expect(nodes.map((node) => node.state)).toEqual(['waiting', 'back', 'back']);
});

test('of one that fails after an abort a person is asked; by force it stays as it is, and the other is brought back all the same', async () => {
  const script = twoDown();
  script.endless.add(`putBackData ${other}`);
  const failure = () => failureOf('StartFailed', 'bad yaml');
  script.failures.set('startBack', [failure(), failure()]);
  bench = await startRollback(script);
  await bench.until(() => script.calls.some(({ name, node }) => name === 'putBackData' && node === other));
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  script.endless.clear();
  const asked = await bench.until(waitsForPerson);
  expect(asked.waiting).toMatchObject({ node: other, error: 'StartFailed', skippable: false });
  expect(await refusal(bench.update('abort', { by: 'ann', reason: 'x' }))).toContain('"force":true');
  await bench.update('abort', { by: 'ann', reason: 'x', force: true });
  const { state, nodes } = await bench.result();
  expect(state).toBe('aborted');
  expect(nodes.map((node) => node.state)).toEqual(['waiting', 'back', 'failed']);
});

test('a node that was left by force is not asked about once more, and the other that is down still goes back', async () => {
  const script = twoDown();
  const failure = () => failureOf('StartFailed', 'bad yaml');
  script.failures.set('startBack', [failure(), failure()]);
  bench = await startRollback(script);
  await bench.until(waitsForPerson);
  await bench.update('abort', { by: 'ann', reason: 'x', force: true });
  const { state, nodes } = await bench.result();
  expect(state).toBe('aborted');
  expect(nodes.map((node) => node.state)).toEqual(['waiting', 'back', 'failed']);
  expect(turnsOf(script)).toEqual([other, one, one]);
});
