import { afterEach, expect, test } from 'vitest';
import { nodeWorkflowId } from '../../knowledge/messages.ts';
import { type Bench, startBench } from './bench.ts';
import { refusal } from './causes.ts';
import { type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const names = (script: Script, node: string) =>
  script.calls.filter((call) => call.node === node).map(({ name }) => name);
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const stopped = { serves: false, isDown: true, release: null, says: 'no process runs' };
const abort = { by: 'ann', reason: 'the change window is over' };

/** An upgrade that waits because its first node was switched and did not start. */
async function halfDone(): Promise<Script> {
  const script = scriptedActivities();
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.standing = stopped;
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  return script;
}

test('a node that was left half done goes back before the upgrade ends', async () => {
  const script = await halfDone();
  const answer = await bench.update('abort', abort);
  expect(answer.says).toContain('cass-1 is first brought to serve');
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'aborted', nodes: [{ state: 'back', release: '5.0.9' }, {}, {}] });
  expect(names(script, '10.0.0.1')).toContain('switchBack');
  expect(names(script, '10.0.0.2')).not.toContain('planNode');
});

test('a node that serves is let go and stays on what it runs', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitGatesAfter', [failureOf('GateShut')]);
  script.standing = { serves: true, isDown: false, release: '6.0-alpha2', says: 'it runs 6.0-alpha2' };
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('abort', abort);
  expect((await bench.result()).state).toBe('aborted');
  expect(names(script, '10.0.0.1').slice(-2)).toEqual(['howNodeStands', 'unlockHost']);
});

test('a node that was not touched is no business of an abort, whatever it is like', async () => {
  const script = scriptedActivities();
  script.failures.set('planNode', [failureOf('HostKeyRefused')]);
  script.standing = stopped;
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('abort', abort);
  expect((await bench.result()).state).toBe('aborted');
  expect(names(script, '10.0.0.1')).not.toContain('planNodeRollback');
});

test('where it can not be brought to serve a person is asked again, and force alone leaves it so', async () => {
  const script = await halfDone();
  script.failures.set('putBackData', [failureOf('DiskFull'), failureOf('DiskFull')]);
  await bench.update('abort', abort);
  const { waiting } = await bench.until(
    ({ waiting: now }) => now?.for === 'person' && now.error === 'DiskFull',
  );
  expect(waiting).toMatchObject({ step: 'bring cass-1 to serve', skippable: false });
  expect(
    waiting?.for === 'person' && waiting.choices?.map(({ command, with: more }) => [command, more]),
  ).toEqual([
    ['retry', undefined],
    ['abort', { force: true }],
  ]);
  expect(await refusal(bench.update('abort', abort))).toContain(
    'only with {"by":"...","reason":"...","force":true}',
  );
  expect(await refusal(bench.update('pause', { by: 'ann' }))).toContain('it is ending already');
  expect(await refusal(bench.update('rollback', { by: 'ann', reason: 'x' }))).toContain(
    'it is ending already',
  );
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ waiting: now }) => now?.for === 'person' && now.since !== waiting?.since);
  await bench.update('abort', { ...abort, force: true });
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'aborted', nodes: [{ state: 'failed' }, {}, {}] });
  expect(result.says).toContain('Not as it should be: cass-1');
});

test('force is refused where nothing needs it, and an abort without a reason', async () => {
  await halfDone();
  expect(await refusal(bench.update('abort', { by: 'ann' }))).toContain('only with a reason');
  expect(await refusal(bench.update('abort', { ...abort, force: true }))).toContain('say abort without it');
});

test('long work is broken off by an abort, and a node at work is finished first', async () => {
  const script = scriptedActivities();
  script.endless.add('startNode 10.0.0.1');
  bench = await startBench(script);
  await bench.until(() => names(script, '10.0.0.1').includes('startNode'));
  const answer = await bench.update('abort', abort);
  expect(answer.says).toContain('from its drain on it is finished first');
  expect(await refusal(bench.update('abort', abort))).toContain('it is ending already');
  script.endless.clear();
  expect(await bench.result()).toMatchObject({ state: 'aborted', nodes: [{ state: 'done' }, {}, {}] });
  await bench.close();

  const other = scriptedActivities();
  other.endless.add('repairNode');
  bench = await startBench(other);
  await bench.until(() => names(other, '10.0.0.1').includes('repairNode'));
  expect((await bench.update('abort', abort)).says).toContain('"repair cass-1" is broken off now');
  expect((await bench.result()).state).toBe('aborted');
  expect(names(other, '10.0.0.2')).not.toContain('repairNode');
});

test('a node that fails while the upgrade is being aborted goes back too', async () => {
  const script = scriptedActivities();
  script.endless.add('stopNode 10.0.0.1');
  script.standing = stopped;
  bench = await startBench(script);
  await bench.until(() => names(script, '10.0.0.1').includes('stopNode'));
  await bench.update('abort', abort);
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.endless.clear();
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'aborted', nodes: [{ state: 'back' }, {}, {}] });
});

test('a cancellation of the workflow is taken for an abort', async () => {
  const script = scriptedActivities();
  script.endless.add('stopNode 10.0.0.1');
  bench = await startBench(script);
  await bench.until(() => names(script, '10.0.0.1').includes('stopNode'));
  await bench.handle.cancel();
  await bench.until(({ events }) => events.some(({ says }) => says.startsWith('abort by a cancellation')));
  script.endless.clear();
  expect(await bench.result()).toMatchObject({ state: 'aborted', nodes: [{ state: 'done' }, {}, {}] });
});

test('a node whose own workflow was cancelled from outside is asked about, and the upgrade stands', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitGatesBefore 10.0.0.1');
  bench = await startBench(script);
  await bench.until(() => names(script, '10.0.0.1').includes('awaitGatesBefore'));
  await bench.client.workflow.getHandle(nodeWorkflowId(bench.cluster, '10.0.0.1')).cancel();
  const { waiting } = await bench.until(waitsForPerson);
  expect(waiting).toMatchObject({ error: 'Cancelled', step: 'upgrade cass-1' });
  script.endless.clear();
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ waiting: now }) => now?.for === 'approval');
});
