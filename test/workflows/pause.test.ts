import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';
import { refusal } from './causes.ts';
import { type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const count = (script: Script, name: string, node?: string) =>
  script.calls.filter((call) => call.name === name && (node === undefined || call.node === node)).length;
const atWork = (script: Script, name: string, node?: string) =>
  bench.until(() => count(script, name, node) > 0);
const isPaused = ({ state }: { state: string }) => state === 'paused';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';

test('pause now breaks off a gate that waits, and its step is done again after a resume', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitPreflight');
  bench = await startBench(script);
  await atWork(script, 'awaitPreflight');
  const answer = await bench.update('pause', { by: 'ann', now: true, reason: 'a look' });
  expect(answer.says).toBe(
    '"preflight" is broken off now. Then it stands still; what was broken off is done again after resume.',
  );
  const status = await bench.until(isPaused);
  expect(status.paused).toMatchObject({ by: 'ann' });
  expect(status.events.map(({ says }) => says)).toContain('broken off: preflight');
  expect(status.waiting).toBeNull();
  script.endless.clear();
  await bench.update('resume', { by: 'bob' });
  await bench.until(atDoor);
  expect(count(script, 'awaitPreflight')).toBe(2);
});

test('pause now breaks off a repair of hours, which is done again after a resume', async () => {
  const script = scriptedActivities();
  script.endless.add('repairNode 10.0.0.2');
  bench = await startBench(script);
  await atWork(script, 'repairNode', '10.0.0.2');
  await bench.update('pause', { by: 'ann', now: true });
  await bench.until(isPaused);
  expect(count(script, 'repairNode', '10.0.0.3')).toBe(0);
  script.endless.clear();
  await bench.signal('resume', { by: 'ann' });
  await bench.until(atDoor);
  expect(count(script, 'repairNode', '10.0.0.2')).toBe(2);
});

test('pause now breaks off a node before its drain: unlocked, left as it was, not reckoned as failed', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitGatesBefore 10.0.0.2');
  bench = await startBench(script);
  await atWork(script, 'awaitGatesBefore', '10.0.0.2');
  const answer = await bench.update('pause', { by: 'ann', now: true });
  expect(answer.says).toContain('"upgrade cass-2" is broken off if nothing was stopped yet');
  const status = await bench.until(isPaused);
  expect(status.nodes.map(({ state }) => state)).toEqual(['done', 'waiting', 'waiting']);
  const own = script.calls.filter(({ node }) => node === '10.0.0.2').map(({ name }) => name);
  expect(own.slice(-2)).toEqual(['awaitGatesBefore', 'unlockHost']);
  expect(own).not.toContain('drainNode');
  script.endless.clear();
  await bench.update('resume', { by: 'ann' });
  await bench.until(atDoor);
  expect(count(script, 'stopNode', '10.0.0.2')).toBe(1);
});

test('pause now lets a node from its drain on come to its end first', async () => {
  const script = scriptedActivities();
  script.endless.add('stopNode 10.0.0.2');
  bench = await startBench(script);
  await atWork(script, 'stopNode', '10.0.0.2');
  await bench.update('pause', { by: 'ann', now: true });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await bench.status()).state).toBe('running');
  script.endless.clear();
  const status = await bench.until(isPaused);
  expect(status.nodes.map(({ state }) => state)).toEqual(['done', 'done', 'waiting']);
});

test('a node that fails after its drain is asked about also when a pause was to break it off', async () => {
  const script = scriptedActivities();
  script.endless.add('stopNode 10.0.0.2');
  script.failures.set('makeRestorePoint', []);
  bench = await startBench(script);
  await atWork(script, 'stopNode', '10.0.0.2');
  await bench.update('pause', { by: 'ann', now: true });
  script.failures.set('makeRestorePoint', [failureOf('DiskFull')]);
  script.endless.clear();
  const status = await bench.until(({ state }) => state === 'waiting');
  expect(status.waiting).toMatchObject({ error: 'DiskFull', node: '10.0.0.2' });
  const answer = await bench.update('retry', { by: 'ann' });
  expect(answer.says).toContain('Before that it stands still until resume');
  await bench.until(isPaused);
});

test('a pause becomes one for now when it is said again so, and is refused when it would change nothing', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitPreflight');
  bench = await startBench(script);
  await atWork(script, 'awaitPreflight');
  expect((await bench.update('pause', { by: 'ann' })).says).toContain('before the next step');
  expect(await refusal(bench.update('pause', { by: 'bob' }))).toContain('it is paused already');
  expect((await bench.update('pause', { by: 'bob', now: true })).says).toContain('is broken off now');
  await bench.until(isPaused);
  expect(await refusal(bench.update('pause', { by: 'bob', now: true }))).toContain('it is paused already');
});

test('a pause at a door holds what is behind it', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  const { waiting } = await bench.until(atDoor);
  expect((await bench.update('pause', { by: 'ann' })).says).toContain('It stands at a door');
  const evidence = waiting?.for === 'approval' ? waiting.evidence : '';
  await bench.update('approve', { by: 'ann', evidence });
  await bench.until(isPaused);
  expect(count(script, 'initializeCms')).toBe(0);
  await bench.update('resume', { by: 'ann' });
  expect((await bench.result()).state).toBe('done');
});

test('what can not be broken off is said to be finished first', async () => {
  const script = scriptedActivities();
  script.endless.add('reconfigureCms');
  bench = await startBench(script);
  const { waiting } = await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: waiting?.for === 'approval' ? waiting.evidence : '' });
  await atWork(script, 'reconfigureCms');
  const answer = await bench.update('pause', { by: 'ann', now: true });
  expect(answer.says).toContain("can't be broken off and is finished first");
  script.endless.clear();
  await bench.until(isPaused);
  expect(count(script, 'smokeTestCms')).toBe(0);
});
