import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';
import { refusal } from './causes.ts';
import { type Script, digestA, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const count = (script: Script, name: string, node: string) =>
  script.calls.filter((call) => call.name === name && call.node === node).length;
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const states = (status: { nodes: readonly { state: string }[] }) => status.nodes.map(({ state }) => state);
const back = { by: 'ann', reason: 'latency doubled' };

test('one node of a parked upgrade goes back, and a retry upgrades it again', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitGatesAfter', [failureOf('GateShut', 'cass-1: latency is 9 times as before.')]);
  bench = await startBench(script);
  const parked = await bench.until(waitsForPerson);
  expect(parked.waiting?.for === 'person' && parked.waiting.choices?.map(({ command }) => command)).toEqual([
    'retry',
    'skip',
    'rollback',
    'rollback',
    'abort',
  ]);
  const answer = await bench.update('rollback', { ...back, node: 'cass-1' });
  expect(answer.says).toContain('cass-1 goes back to its old release now');
  const status = await bench.until(({ nodes, waiting }) => nodes[0]?.state === 'back' && waiting !== null);
  expect(status.nodes[0]?.release).toBe('5.0.9');
  expect(status.waiting).toMatchObject({ for: 'person', step: 'upgrade cass-1', skippable: true });
  expect(status.waiting).toMatchObject({ message: expect.stringContaining('is back on 5.0.9 and serves') });
  await bench.update('retry', { by: 'ann' });
  expect(states(await bench.until(atDoor))).toEqual(['done', 'done', 'done']);
  expect(count(script, 'switchRelease', '10.0.0.1')).toBe(2);
});

test('another node than the one asked about goes back, then both are asked about, one after the other', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  script.failures.set('repairNode', [failureOf('RepairFailed')]);
  await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.step === 'repair cass-1');
  await bench.update('rollback', { ...back, node: '10.0.0.3' });
  const asked = await bench.until(
    ({ waiting }) => waiting?.for === 'person' && waiting.step === 'upgrade cass-3',
  );
  expect(states(asked)).toEqual(['done', 'done', 'back']);
  await bench.update('skip', { by: 'ann', reason: 'it stays on 5.0 for a day' });
  const again = await bench.until(
    ({ waiting }) => waiting?.for === 'person' && waiting.step === 'repair cass-1',
  );
  expect(states(again)).toEqual(['done', 'done', 'skipped']);
});

test('a node goes back at a door and in a pause, and the upgrade stands there again afterwards', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  await bench.update('rollback', { ...back, node: 'cass-2' });
  await bench.until(waitsForPerson);
  await bench.update('pause', { by: 'ann' });
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ state }) => state === 'paused');
  await bench.update('rollback', { ...back, node: 'cass-3' });
  await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.step === 'upgrade cass-3');
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ state }) => state === 'paused');
  await bench.update('resume', { by: 'ann' });
  expect(states(await bench.until(atDoor))).toEqual(['done', 'done', 'done']);
  expect(count(script, 'switchBack', '10.0.0.2')).toBe(1);
  expect(count(script, 'switchBack', '10.0.0.3')).toBe(1);
});

test('a way back that fails is retried as one: a node half way back is never carried forward first', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitGatesAfter', [failureOf('GateShut')]);
  script.failures.set('startBack', [failureOf('StartFailed')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('rollback', { ...back, node: 'cass-1' });
  const { waiting } = await bench.until(
    ({ waiting: now }) => now?.for === 'person' && now.error === 'StartFailed',
  );
  expect(waiting).toMatchObject({ step: 'back to its old release: cass-1', skippable: false });
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ nodes, waiting: now }) => nodes[0]?.state === 'back' && now !== null);
  expect(count(script, 'planNodeRollback', '10.0.0.1')).toBe(2);
  expect(count(script, 'planNode', '10.0.0.1')).toBe(1);
});

test('what the way back refuses is asked about, taken again with the consent that it lacked, or left out', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitGatesAfter', [failureOf('GateShut')]);
  script.failures.set('planNodeRollback', [
    failureOf('ConsentMissing', 'cass-1: writes since 10:27 would be lost.'),
    failureOf('RollbackRefused'),
  ]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('rollback', { ...back, node: 'cass-1' });
  const { waiting } = await bench.until(
    ({ waiting: now }) => now?.for === 'person' && now.error === 'ConsentMissing',
  );
  expect(waiting).toMatchObject({ skippable: true });
  await bench.update('rollback', { ...back, node: 'cass-1', consent: 'writes since 10:27' });
  await bench.until(({ waiting: now }) => now?.for === 'person' && now.error === 'RollbackRefused');
  expect(script.inputs('planNodeRollback').at(-1)).toMatchObject({ consent: 'writes since 10:27' });
  await bench.update('skip', { by: 'ann', reason: 'then forward' });
  const asked = await bench.until(({ waiting: now }) => now?.for === 'person' && now.error === 'GateShut');
  expect(asked.waiting).toMatchObject({ step: 'upgrade cass-1' });
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
});

test('all nodes go back: the upgrade goes on as the way back, under its own id', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  const command = { ...back, id: 'said-once' };
  script.endless.add('switchBack 10.0.0.3');
  const answer = await bench.update('rollback', command);
  expect(answer.says).toContain('All 3 upgraded nodes go back');
  await bench.until(() => count(script, 'switchBack', '10.0.0.3') > 0);
  expect((await bench.handle.describe()).type).toBe('rollbackCluster');
  // What was handled before it went on as another workflow is answered again, not done again.
  expect(await bench.update('rollback', command)).toEqual(answer);
  expect(await refusal(bench.update('rollback', { ...back, id: 'another' }))).toContain('on its way back');
  script.endless.clear();
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'rolledBack', nodes: Array(3).fill({ state: 'back' }) });
  const order = script.calls.filter(({ name }) => name === 'switchBack').map(({ node }) => node);
  expect(order).toEqual(['10.0.0.3', '10.0.0.2', '10.0.0.1']);
  expect(script.calls.some(({ name }) => name === 'initializeCms')).toBe(false);
});

test('a node at work is finished before all go back', async () => {
  const script = scriptedActivities();
  script.endless.add('startNode 10.0.0.2');
  bench = await startBench(script);
  await bench.until(() => count(script, 'startNode', '10.0.0.2') > 0);
  expect(await refusal(bench.update('rollback', { ...back, node: 'cass-1' }))).toContain('pause it first');
  expect(await refusal(bench.update('rollback', { ...back, node: 'cass-2' }))).toContain('at work');
  expect((await bench.update('rollback', back)).says).toContain('from its drain on it is finished first');
  script.endless.clear();
  expect((await bench.result()).state).toBe('rolledBack');
  expect(count(script, 'awaitGatesAfter', '10.0.0.2')).toBe(2);
});

test('refuses to go back without a reason, by an unknown name, and where nothing was upgraded', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitPreflight', [failureOf('GateShut')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('rollback', { by: 'ann' }))).toContain('only with a reason');
  expect(await refusal(bench.update('rollback', back))).toContain('no node was upgraded');
  expect(await refusal(bench.update('rollback', { ...back, node: 'cass-9' }))).toContain(
    'no node is called cass-9; known are cass-1, cass-2, cass-3',
  );
  expect(await refusal(bench.update('rollback', { ...back, node: 'cass-2' }))).toContain(
    'cass-2 was not upgraded',
  );
});

test('refuses to go back once cms initialize was begun, and says what is left', async () => {
  const script = scriptedActivities();
  script.failures.set('initializeCms', [failureOf('CommandTimedOut')]);
  script.failures.set('reconfigureCms', [failureOf('CmsRefused')]);
  bench = await startBench(script);
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  const unknown = await bench.until(waitsForPerson);
  expect(await refusal(bench.update('rollback', back))).toContain('whether it had its effect is not known');
  expect(unknown.waiting?.for === 'person' && unknown.waiting.choices?.map(({ command }) => command)).toEqual(
    ['retry', 'abort'],
  );
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.error === 'CmsRefused');
  const said = await refusal(bench.update('rollback', { ...back, node: 'cass-1' }));
  expect(said).toContain('the CMS is initialized: no node goes back');
  expect(said).toContain('restore the backup into a new cluster');
});

test('a node that fails after its drain is brought back by itself where the file says so', async () => {
  const script = scriptedActivities();
  script.failures.set('startNode', [failureOf('StartFailed', 'cass-1: it did not start.')]);
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, onNodeFailure: 'rollback' },
  });
  const status = await bench.until(waitsForPerson);
  expect(status.nodes[0]).toMatchObject({ state: 'back', release: '5.0.9' });
  expect(status.waiting).toMatchObject({
    error: 'StartFailed',
    message: 'cass-1: it did not start. cass-1 was brought back to its old release and serves.',
  });
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
});

test('it is brought back by itself only once it was touched, and what fails of that is told', async () => {
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  script.failures.set('stopNode', [failureOf('CommandTimedOut', 'cass-1: no stop.')]);
  script.failures.set('startBack', [failureOf('StartFailed', 'cass-1: no start.')]);
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, onNodeFailure: 'rollback' },
  });
  await bench.until(waitsForPerson);
  expect(count(script, 'planNodeRollback', '10.0.0.1')).toBe(0);
  await bench.update('retry', { by: 'ann' });
  const { waiting } = await bench.until(
    ({ waiting: now }) => now?.for === 'person' && now.error === 'CommandTimedOut',
  );
  expect(waiting).toMatchObject({
    message: 'cass-1: no stop. Bringing it back failed too: cass-1: no start.',
  });
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
  const own = script.calls.filter(({ node }) => node === '10.0.0.1').map(({ name }) => name);
  expect(own.lastIndexOf('startBack')).toBeLessThan(own.lastIndexOf('planNode'));
  expect(count(script, 'planNodeRollback', '10.0.0.1')).toBe(2);
});
