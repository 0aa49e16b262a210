import { afterEach, expect, test } from 'vitest';
import { nodeRunbook } from '../../knowledge/procedures/node-upgrade.ts';
import { type Bench, startBench } from './bench.ts';
import { digestA, digestB, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const causes = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${causes((error as { cause?: unknown }).cause)}` : '';
const refusal = (promise: Promise<unknown>) => promise.then(() => 'accepted', causes);

test('walks the whole plan in its order, one node after the other, and stops at the door', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  const status = await bench.until(atDoor);
  const nodeSteps = (node: string) =>
    script.calls.filter((call) => call.node === node && (nodeRunbook as string[]).includes(call.name));
  expect(nodeSteps('10.0.0.2').map(({ name }) => name)).toEqual(nodeRunbook);
  const order = script.calls.filter(({ name }) => name === 'stopNode').map(({ node }) => node);
  expect(order).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  const lastSnapshot = script.calls.findLastIndex(({ name }) => name === 'takeSnapshot');
  expect(lastSnapshot).toBeLessThan(script.calls.findIndex(({ name }) => name === 'stopNode'));
  expect(status.nodes.map(({ state, release }) => `${state} ${release}`)).toEqual(
    Array(3).fill('done 6.0-alpha2'),
  );
  expect(script.calls.some(({ name }) => name === 'initializeCms')).toBe(false);
});

test('opens the door to an approval by Update, and says who approved in its result', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  const answer = await bench.update('approve', { by: 'ann', evidence: digestA, comment: 'CHG-1' });
  expect(answer.says).toContain('opens');
  const result = await bench.result();
  expect(result.state).toBe('done');
  expect(result.approvals).toMatchObject([
    { by: 'ann', evidence: digestA, comment: 'CHG-1', through: 'update' },
  ]);
  expect(script.calls.filter(({ name }) => name === 'initializeCms')).toHaveLength(1);
  expect(script.calls.at(-1)?.name).toBe('verifyCms');
});

test('opens the door to the same approval by Signal, with a prefix of the digest', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  await bench.signal('approve', { by: 'bob', evidence: 'aaaaaaaa' });
  expect((await bench.result()).approvals).toMatchObject([{ by: 'bob', through: 'signal' }]);
});

test('refuses an approval of a person not on the list, of a wrong hash and of too short a hash, each with the reason', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  expect(await refusal(bench.update('approve', { by: 'eve', evidence: digestA }))).toContain(
    'eve is not among',
  );
  expect(await refusal(bench.update('approve', { by: 'ann', evidence: digestB }))).toContain(
    'not the evidence that stands',
  );
  expect(await refusal(bench.update('approve', { by: 'ann', evidence: 'aaaa' }))).toContain(
    'at least 8 hex digits',
  );
  await bench.signal('approve', { by: 'eve', evidence: digestA });
  const status = await bench.until(({ events }) =>
    events.some(({ says }) => says.startsWith('refused approve by eve')),
  );
  expect(atDoor(status)).toBe(true);
});

test('asks again when the evidence changed between the approval and the door', async () => {
  const script = scriptedActivities();
  script.failures.set('initializeCms', [failureOf('EvidenceChanged')]);
  bench = await startBench(script);
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.until(
    (status) => atDoor(status) && status.events.some(({ says }) => says.includes('EvidenceChanged')),
  );
  await bench.update('approve', { by: 'ann', evidence: digestA });
  expect((await bench.result()).state).toBe('done');
});

test('asks a person when a step fails for good, says what it saw, and plans the node again at a retry', async () => {
  const script = scriptedActivities();
  script.failures.set('drainNode', [failureOf('DrainNotConfirmed', 'cass-1: the drain was not confirmed.')]);
  bench = await startBench(script);
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({ error: 'DrainNotConfirmed', node: '10.0.0.1' });
  expect(status.nodes[0]?.state).toBe('failed');
  expect(script.calls.some(({ name }) => name === 'stopNode')).toBe(false);
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
  expect(script.calls.filter(({ name, node }) => name === 'planNode' && node === '10.0.0.1')).toHaveLength(2);
});

test('leaves a node out only with a reason, and counts it as not upgraded', async () => {
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('skip', { by: 'ann' }))).toContain('only with a reason');
  await bench.update('skip', { by: 'ann', reason: 'hardware is being replaced' });
  const status = await bench.until(atDoor);
  expect(status.nodes[0]?.state).toBe('skipped');
});

test('tries by itself what the registry says to retry, without asking anybody', async () => {
  const script = scriptedActivities();
  const passing = failureOf('NodeUnreachable');
  Object.assign(passing, { nonRetryable: false });
  script.failures.set('lockHost', [passing]);
  bench = await startBench(script);
  await bench.until(atDoor);
  expect(script.calls.filter(({ name, node }) => name === 'lockHost' && node === '10.0.0.1')).toHaveLength(2);
});

test('stands still between steps after a pause and goes on after a resume', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitPreflight', [failureOf('GateShut')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('resume', { by: 'ann' }))).toContain('not paused');
  await bench.update('pause', { by: 'ann' });
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ state }) => state === 'paused');
  const calls = script.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(script.calls).toHaveLength(calls);
  await bench.update('resume', { by: 'ann' });
  await bench.until(atDoor);
});

test('ends before its next step after an abort, and says so in its result', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  expect(await refusal(bench.update('abort', { by: 'ann' }))).toContain('only with a reason');
  await bench.update('abort', { by: 'ann', reason: 'change window closed' });
  expect(await bench.result()).toMatchObject({ state: 'aborted' });
});

test('refuses a payload that is no object, and one with unknown keys, without harm to the upgrade', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  await bench.signal('approve', 'ann');
  await bench.signal('approve', { by: 'ann', evidance: digestA } as never);
  const status = await bench.until(
    ({ events }) => events.filter(({ says }) => says.startsWith('refused')).length === 2,
  );
  expect(status.events.map(({ says }) => says).join()).toContain('"evidance" is unknown');
});

test('fails at once on a file that is not valid, telling every problem', async () => {
  const script = scriptedActivities();
  bench = await startBench(script, { target: 'six', approvals: { who: [] } } as never);
  const said = await bench.result().then(() => '', causes);
  expect(said).toMatch(/2 problems/);
  expect(said).toMatch(/target: .*approvals\.who: /s);
  expect(script.calls.map(({ name }) => name)).toEqual(['readSpec']);
});

test('keeps the history of one node below 100 events', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  const child = bench.client.workflow.getHandle(`cassandra-upgrade/${bench.cluster}/node/10.0.0.1`);
  const { events } = await child.fetchHistory();
  expect(events?.length).toBeGreaterThan(60);
  expect(events?.length).toBeLessThan(100);
});

test('shows in the current details what it waits for and the exact command that would approve', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  const metadata = await bench.handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails).toContain('Waits for approval: 0 of 1');
  expect(metadata.currentDetails).toContain(`ringlift approve ${bench.cluster} --evidence aaaaaaaaaaaa`);
  expect(metadata.currentDetails).toContain(
    `tctl workflow signal -w cassandra-upgrade/${bench.cluster} -n approve`,
  );
});
