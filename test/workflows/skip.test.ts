import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';
import { refusal } from './causes.ts';
import { type Script, digestA, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const names = (script: Script, node: string) =>
  script.calls.filter((call) => call.node === node).map(({ name }) => name);
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const down = { serves: false, isDown: true, release: null, says: 'it is down in every eye' };

test('a node that serves is left out as it is, unlocked, and its later steps are left out with it', async () => {
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  const answer = await bench.update('skip', { by: 'ann', reason: 'new disks next week' });
  expect(answer.says).toContain('cass-1 stays on its old release and counts as not upgraded');
  const status = await bench.until(atDoor);
  expect(status.nodes[0]).toMatchObject({ state: 'skipped', release: '5.0.9' });
  expect(names(script, '10.0.0.1')).toContain('unlockHost');
  expect(names(script, '10.0.0.1')).not.toContain('planNodeRollback');
  expect(names(script, '10.0.0.1')).not.toContain('repairNode');
  expect(names(script, '10.0.0.2')).toContain('repairNode');
});

test('cms initialize is run from a node that runs the target, and is told to ignore the one left out', async () => {
  const script = scriptedActivities();
  script.failures.set('lockHost', [failureOf('HostKeyRefused')]);
  script.standing = down;
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'its machine is gone' });
  await bench.until(atDoor);
  expect(script.inputs('collectDoorEvidence').at(-1)).toMatchObject({ skipped: ['10.0.0.1'] });
  await bench.update('approve', { by: 'ann', evidence: digestA });
  const result = await bench.result();
  expect(result.nodes[0]?.state).toBe('skipped');
  expect(result.says).toContain('runs 6.0-alpha2, but for cass-1 (skipped).');
  expect(script.inputs('initializeCms')[0]).toMatchObject({ node: '10.0.0.2', ignore: ['10.0.0.1'] });
  expect(script.inputs('reconfigureCms')[0]).toMatchObject({ node: '10.0.0.2' });
});

test('no gate waits for a node that was left out and is down in every eye', async () => {
  const script = scriptedActivities();
  script.failures.set('planNode', [failureOf('HostKeyRefused')]);
  script.standing = down;
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'its machine is gone' });
  await bench.until(atDoor);
  expect(names(script, '10.0.0.1')).not.toContain('planNodeRollback');
  const gates = script.inputs('awaitGatesBefore') as { plan: { down?: string[] } }[];
  expect(gates.map(({ plan }) => plan.down)).toEqual([['10.0.0.1'], ['10.0.0.1']]);
});

test('a node that was stopped is brought to serve on its old release before it is left out', async () => {
  const script = scriptedActivities();
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.standing = { ...down, says: 'no process runs' };
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'later' });
  await bench.until(({ nodes }) => nodes[0]?.state === 'back' || nodes[0]?.state === 'skipped');
  const own = names(script, '10.0.0.1');
  expect(own.indexOf('switchBack')).toBeGreaterThan(own.indexOf('startNode'));
  const status = await bench.until(atDoor);
  expect(status.nodes[0]?.state).toBe('skipped');
});

test('a node that can not be brought to serve is left so by force alone', async () => {
  const script = scriptedActivities();
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.failures.set('switchBack', [failureOf('DiskFull')]);
  script.standing = { ...down, says: 'no process runs' };
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'later', force: true }))).toContain(
    'say skip without it',
  );
  await bench.update('skip', { by: 'ann', reason: 'later' });
  const asked = await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.error === 'DiskFull');
  expect(asked.waiting).toMatchObject({ step: 'bring cass-1 to serve', skippable: true });
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'later' }))).toContain(
    'a node would be left that does not serve',
  );
  await bench.update('skip', { by: 'ann', reason: 'it will never come back', force: true });
  const status = await bench.until(atDoor);
  expect(status.nodes[0]?.state).toBe('skipped');
  const gates = script.inputs('awaitGatesBefore') as { node: string; plan: { down?: string[] } }[];
  expect(gates.at(-1)?.plan.down).toEqual(['10.0.0.1']);
});

test('a step that others rely on is not left out, and none without a reason', async () => {
  const script = scriptedActivities();
  script.failures.set('takeSnapshot', [failureOf('SnapshotIncomplete')]);
  script.failures.set('repairNode', [failureOf('RepairFailed')]);
  bench = await startBench(script);
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'x' }))).toContain('no step waits');
  const { waiting } = await bench.until(waitsForPerson);
  expect(waiting).toMatchObject({ step: 'snapshot cass-1', skippable: false });
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'x' }))).toContain("can't be left out");
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ waiting: now }) => now?.for === 'person' && now.step === 'repair cass-1');
  expect(await refusal(bench.update('skip', { by: 'ann', reason: ' ' }))).toContain('only with a reason');
  const answer = await bench.update('skip', { by: 'ann', reason: 'Reaper does it tonight' });
  expect(answer.says).toContain('stays in the report as not done');
  const status = await bench.until(atDoor);
  expect(status.nodes.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});
