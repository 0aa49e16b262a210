/** Groups of nodes side by side, and maintenance windows, with scripted activities. */
import { afterEach, expect, test } from 'vitest';
import type { NodeTask } from '../../activities/activities.ts';
import { type Bench, startBench } from './bench.ts';
import { grouped, groupedNodes } from './grouped-script.ts';
import { type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const [a, b, c] = groupedNodes;
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const count = (script: Script, name: string, node?: string) =>
  script.calls.filter((call) => call.name === name && (node === undefined || call.node === node)).length;
const besideOf = (
  script: Script,
  name: 'awaitGatesBefore' | 'awaitServing' | 'awaitGatesAfter',
  node: string,
) =>
  (script.inputs(name) as NodeTask[]).filter((task) => task.node === node).map(({ beside = [] }) => beside);

test('nodes of a group go side by side, each told who may be down beside it; the next begins after all of them', async () => {
  const script = grouped();
  for (const node of [a, b, c]) script.endless.add(`stopNode ${node}`);
  bench = await startBench(script);
  const status = await bench.until(() => [a, b, c].every((node) => count(script, 'stopNode', node) > 0));
  expect(status.nodes.map(({ state }) => state)).toEqual([
    'done',
    'running',
    'running',
    'running',
    'waiting',
  ]);
  expect(status.phase.name).toBe('rollInGroups');
  expect(status.step).toBe('upgrade side by side cass-2, cass-3, cass-4');
  expect(count(script, 'planNode', '10.0.0.5')).toBe(0);
  script.endless.clear();
  await bench.until(atDoor);
  for (const name of ['awaitGatesBefore', 'awaitServing', 'awaitGatesAfter'] as const)
    expect(besideOf(script, name, a)[0]).toEqual([b, c]);
  expect(besideOf(script, 'awaitGatesBefore', '10.0.0.1')).toEqual([[]]);
  expect(besideOf(script, 'awaitGatesBefore', '10.0.0.5')).toEqual([[]]);
  // After the group all are judged by all.
  expect(besideOf(script, 'awaitGatesAfter', c).at(-1)).toEqual([]);
  expect(count(script, 'awaitGatesAfter', c)).toBe(2);
});

test('one that fails waits for the others to end; then it alone is asked about, and nothing further is begun before', async () => {
  const script = grouped();
  for (const node of [a, b, c]) script.endless.add(`stopNode ${node}`);
  bench = await startBench(script);
  await bench.until(() => [a, b, c].every((node) => count(script, 'stopNode', node) > 0));
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.endless.delete(`stopNode ${a}`);
  await bench.until(({ nodes }) => nodes.some(({ state }) => state === 'failed'));
  expect((await bench.status()).waiting).toBeNull();
  script.endless.clear();
  const status = await bench.until(waitsForPerson);
  const failed = status.nodes.find(({ state }) => state === 'failed');
  expect(status.waiting).toMatchObject({ node: failed?.node, error: 'StartFailed', skippable: true });
  expect(status.nodes.filter(({ state }) => state === 'done')).toHaveLength(3);
  expect(count(script, 'planNode', '10.0.0.5')).toBe(0);
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
  // Alone by now: everybody else is up again and is judged.
  expect(besideOf(script, 'awaitGatesAfter', failed?.node ?? '')[0]).toEqual([]);
});

test('once one has failed nothing further of its group is drained: those go on after a person has answered', async () => {
  const script = grouped();
  script.endless.add(`awaitGatesBefore ${a}`).add(`stopNode ${b}`).add(`stopNode ${c}`);
  bench = await startBench(script);
  await bench.until(
    () =>
      count(script, 'awaitGatesBefore', a) > 0 && [b, c].every((node) => count(script, 'stopNode', node) > 0),
  );
  script.failures.set('makeRestorePoint', [failureOf('DiskFull')]);
  script.endless.delete(`stopNode ${c}`);
  // Held back: unlocked, as it was. The one behind its drain goes on.
  await bench.until(({ nodes }) => nodes.some(({ node, state }) => node === a && state === 'waiting'));
  const own = script.calls.filter(({ node }) => node === a).map(({ name }) => name);
  expect(own.slice(-2)).toEqual(['awaitGatesBefore', 'unlockHost']);
  expect((await bench.status()).waiting).toBeNull();
  script.endless.clear();
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({ node: c, error: 'DiskFull' });
  expect(status.nodes.map(({ state }) => state)).toEqual(['done', 'waiting', 'done', 'failed', 'waiting']);
  expect(status.events.map(({ says }) => says)).toContain('held back until what failed is settled: cass-2');
  expect(count(script, 'drainNode', a)).toBe(0);
  await bench.update('retry', { by: 'ann' });
  const end = await bench.until(atDoor);
  expect(end.nodes.every(({ state }) => state === 'done')).toBe(true);
  expect(count(script, 'drainNode', a)).toBe(1);
  expect(count(script, 'drainNode', b)).toBe(1);
});

test('of two that failed each is asked about, with the other as one that may be down; both can be left out', async () => {
  const script = grouped();
  for (const node of [a, b, c]) script.endless.add(`stopNode ${node}`);
  bench = await startBench(script);
  await bench.until(() => [a, b, c].every((node) => count(script, 'stopNode', node) > 0));
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.failures.set('awaitServing', [failureOf('NodeNotServing')]);
  script.endless.clear();
  const first = await bench.until(waitsForPerson);
  const fallen = first.nodes.filter(({ state }) => state === 'failed').map(({ node }) => node);
  expect(fallen).toHaveLength(2);
  expect(first.waiting?.for === 'person' && first.waiting.message).toContain('failed too: asked about next');
  const [one = '', other = ''] = fallen;
  expect(first.waiting).toMatchObject({ node: one });
  await bench.update('retry', { by: 'ann' });
  const second = await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.node === other);
  expect(second.nodes.find(({ node }) => node === one)?.state).toBe('done');
  expect(besideOf(script, 'awaitGatesAfter', one)[0]).toEqual([other]);
  await bench.update('skip', { by: 'ann', reason: 'another day' });
  const status = await bench.until(atDoor);
  expect(status.nodes.find(({ node }) => node === other)?.state).toBe('skipped');
});

test('pause now breaks off those whose drain was not begun, and they go on after resume beside those that ended', async () => {
  const script = grouped();
  script.endless.add(`awaitGatesBefore ${a}`).add(`awaitGatesBefore ${b}`);
  bench = await startBench(script);
  await bench.until(({ nodes }) => nodes.some(({ node, state }) => node === c && state === 'done'));
  await bench.update('pause', { by: 'ann', now: true });
  const status = await bench.until(({ state }) => state === 'paused');
  expect(status.nodes.map(({ state }) => state)).toEqual(['done', 'waiting', 'waiting', 'done', 'waiting']);
  script.endless.clear();
  await bench.update('resume', { by: 'ann' });
  await bench.until(atDoor);
  expect(count(script, 'drainNode', c)).toBe(1);
  expect(count(script, 'drainNode', a)).toBe(1);
  expect(besideOf(script, 'awaitGatesBefore', a)).toEqual([[b, c], [b]]);
});

test('pause now after one has failed lets those behind their drain end, and a person is asked before others are begun', async () => {
  const script = grouped();
  script.endless.add(`awaitGatesBefore ${a}`).add(`stopNode ${b}`).add(`stopNode ${c}`);
  bench = await startBench(script);
  await bench.until(() => [b, c].every((node) => count(script, 'stopNode', node) > 0));
  script.failures.set('startNode', [failureOf('StartFailed')]);
  script.endless.delete(`stopNode ${c}`);
  await bench.until(({ nodes }) => nodes.some(({ node, state }) => node === c && state === 'failed'));
  await bench.update('pause', { by: 'ann', now: true });
  script.endless.clear();
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({ node: c, error: 'StartFailed' });
  expect(status.nodes.find(({ node }) => node === b)?.state).toBe('done');
  expect(count(script, 'planNode', a)).toBe(1);
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ state }) => state === 'paused');
  expect(count(script, 'planNode', a)).toBe(1);
  await bench.update('resume', { by: 'ann' });
  await bench.until(atDoor);
  expect(count(script, 'drainNode', a)).toBe(1);
  expect((await bench.status()).nodes.every(({ state }) => state === 'done')).toBe(true);
});

test('an abort during a group brings what failed to serve, one node at a time, and begins nothing', async () => {
  const script = grouped();
  script.standing = { serves: false, isDown: true, inHand: true, release: null, says: 'it does not serve' };
  bench = await startBench(script);
  await bench.until(() => count(script, 'planNode', a) > 0);
  script.failures.set('awaitServing', [failureOf('NodeNotServing'), failureOf('NodeNotServing')]);
  await bench.until(waitsForPerson);
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  const result = await bench.result();
  expect(result.state).toBe('aborted');
  const back = script.calls.filter(({ name }) => name === 'planNodeRollback').map(({ node }) => node);
  expect(back.length).toBeGreaterThan(0);
  const ends = script.calls.flatMap(({ name, node }, index) =>
    name === 'finishRollback' ? [{ node, index }] : [],
  );
  const starts = script.calls.flatMap(({ name, node }, index) =>
    name === 'planNodeRollback' ? [{ node, index }] : [],
  );
  for (const [at, start] of starts.slice(1).entries())
    expect(start.index).toBeGreaterThan(ends[at]?.index ?? Infinity);
  expect(count(script, 'planNode', '10.0.0.5')).toBe(0);
});

test('with onNodeFailure rollback those that failed go back after all have ended, the last one first', async () => {
  const script = grouped();
  script.endless.add(`stopNode ${a}`).add(`stopNode ${b}`).add(`stopNode ${c}`);
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, onNodeFailure: 'rollback' },
  });
  await bench.until(() => [a, b, c].every((node) => count(script, 'stopNode', node) > 0));
  script.failures.set('startNode', [failureOf('StartFailed'), failureOf('StartFailed')]);
  script.endless.clear();
  const status = await bench.until(waitsForPerson);
  const back = status.nodes.filter(({ state }) => state === 'back').map(({ node }) => node);
  expect(back).toHaveLength(2);
  const order = script.calls.filter(({ name }) => name === 'planNodeRollback').map(({ node }) => node);
  expect(order).toEqual(back.toReversed());
  const last = script.calls.findLastIndex(({ name }) => name === 'planNodeRollback');
  const served = script.calls.findLastIndex(
    ({ name, node }) => name === 'awaitGatesAfter' && !back.includes(node ?? ''),
  );
  expect(last).toBeGreaterThan(served);
});

test('outside of its windows nothing is begun: it says until when, and goes on by itself', async () => {
  const script = scriptedActivities();
  const opensAt = new Date(Date.now() + 3_000).toISOString();
  script.windows.push({ open: false as const, opensAt, says: 'outside of every day 22:00 to 05:00 UTC' });
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, windows: [{ from: '22:00', to: '05:00' }] },
  });
  const status = await bench.until(({ state }) => state === 'paused');
  expect(status.window).toEqual({ opensAt, says: 'outside of every day 22:00 to 05:00 UTC' });
  expect(count(script, 'awaitPreflight')).toBe(1);
  expect(count(script, 'takeSnapshot')).toBe(0);
  await bench.until(atDoor);
  expect(Date.now()).toBeGreaterThan(Date.parse(opensAt));
  expect((await bench.status()).window ?? null).toBeNull();
});

test('outside of its windows a person lets it go on, or ends it', async () => {
  const script = scriptedActivities();
  const closed = {
    open: false as const,
    opensAt: new Date(Date.now() + 3_600_000).toISOString(),
    says: 'outside',
  };
  script.windows.push(...Array.from({ length: 40 }, () => closed));
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, windows: [{ from: '22:00', to: '05:00' }] },
  });
  await bench.until(({ state }) => state === 'paused');
  await bench.update('pause', { by: 'ann' });
  expect((await bench.update('resume', { by: 'ann' })).says).toContain('A second resume goes on now');
  expect((await bench.update('resume', { by: 'ann' })).says).toContain('outside of its maintenance windows');
  await bench.until(atDoor);
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  expect((await bench.result()).state).toBe('aborted');
});

test('a window that opened and shut while somebody paused is waited for again after resume', async () => {
  const script = scriptedActivities();
  const closed = (millis: number) => ({
    open: false as const,
    opensAt: new Date(Date.now() + millis).toISOString(),
    says: 'outside',
  });
  const open = { open: true as const, opensAt: null, says: 'inside' };
  const later = closed(60_000);
  script.windows.push(closed(2_000), open, later);
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, windows: [{ from: '22:00', to: '05:00' }] },
  });
  await bench.until(({ window }) => window != null);
  await bench.update('pause', { by: 'ann' });
  // It has opened, and is held by the pause alone.
  await bench.until(({ state, window }) => state === 'paused' && window == null);
  await bench.update('resume', { by: 'ann' });
  const status = await bench.until(({ window }) => window?.opensAt === later.opensAt);
  expect(status.state).toBe('paused');
  expect(count(script, 'takeSnapshot')).toBe(0);
});

test('what pause now broke off is begun again only in a window, also when it was begun in one', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitGatesBefore 10.0.0.2');
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, windows: [{ from: '22:00', to: '05:00' }] },
  });
  await bench.until(() => count(script, 'awaitGatesBefore', '10.0.0.2') > 0);
  await bench.update('pause', { by: 'ann', now: true });
  await bench.until(({ state, window }) => state === 'paused' && window == null);
  const looks = count(script, 'lookAtWindows');
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  script.windows.push({ open: false, opensAt, says: 'outside' });
  script.endless.clear();
  await bench.update('resume', { by: 'ann' });
  const status = await bench.until(({ window }) => window != null);
  expect(status.window).toEqual({ opensAt, says: 'outside' });
  expect(count(script, 'lookAtWindows')).toBe(looks + 1);
  expect(count(script, 'planNode', '10.0.0.2')).toBe(1);
  await bench.update('resume', { by: 'ann' });
  await bench.until(() => count(script, 'drainNode', '10.0.0.2') > 0);
});

test('an abort is heeded at once outside of the windows', async () => {
  const script = scriptedActivities();
  const closed = {
    open: false as const,
    opensAt: new Date(Date.now() + 3_600_000).toISOString(),
    says: 'outside',
  };
  script.windows.push(closed, closed);
  bench = await startBench(script, {
    strategy: { canary: { soak: '10ms' }, windows: [{ from: '22:00', to: '05:00' }] },
  });
  await bench.until(({ state }) => state === 'paused');
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  expect((await bench.result()).state).toBe('aborted');
  expect(count(script, 'takeSnapshot')).toBe(0);
});
