import { afterEach, expect, test } from 'vitest';
import { rollbackRunbook } from '../../knowledge/procedures/node-rollback.ts';
import { refusal } from './causes.ts';
import { type RollbackBench, startRollback } from './rollback-bench.ts';
import { type Script, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: RollbackBench;
afterEach(() => bench.close());

const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const reaper = { kind: 'reaper', name: 'repairs', url: 'http://reaper.example.net:8080' } as const;
const callsOf = (script: Script, name: string) => script.calls.filter((call) => call.name === name);

test('carries node by node back, last upgraded first, each by the whole runbook, and ends rolledBack', async () => {
  const script = scriptedActivities();
  bench = await startRollback(script);
  const result = await bench.result();
  expect(result.state).toBe('rolledBack');
  expect(result.says).toBe('3 of 3 nodes run 5.0.9. Nothing was lost.');
  expect(result.nodes.map(({ state, release }) => `${state} ${release}`)).toEqual(
    Array(3).fill('back 5.0.9'),
  );
  expect(callsOf(script, 'stopNode').map(({ node }) => node)).toEqual(['10.0.0.3', '10.0.0.2', '10.0.0.1']);
  const own = script.calls.filter(({ node }) => node === '10.0.0.2').map(({ name }) => name);
  expect(own).toEqual(['planNodeRollback', ...rollbackRunbook]);
  expect(callsOf(script, 'repairRestored')).toEqual([]);
});

test('gates are judged with the old release as what the node must run, own steps with the new one as what it leaves', async () => {
  const script = scriptedActivities();
  bench = await startRollback(script);
  await bench.result();
  expect(script.inputs('awaitGatesAfter')[0]).toMatchObject({ plan: { to: '5.0.9', leaving: '6.0-alpha2' } });
  expect(script.inputs('awaitServing')[0]).toMatchObject({ plan: { to: '5.0.9' } });
  expect(script.inputs('switchBack')[0]).toMatchObject({ plan: { to: '6.0-alpha2' } });
});

test('nodes that got a restore point back are repaired, once all are back and not before', async () => {
  const script = scriptedActivities();
  script.wayBack = 'restorePoint';
  bench = await startRollback(script);
  const result = await bench.result();
  expect(result.says).toBe('3 of 3 nodes run 5.0.9, 3 nodes repaired since. Nothing was lost.');
  const names = script.calls.map(({ name }) => name);
  expect(names.lastIndexOf('unlockHost')).toBeLessThan(names.indexOf('repairRestored'));
  expect(callsOf(script, 'repairRestored')).toHaveLength(3);
});

test('one node alone goes back by its name, and owes its repair while others run another release', async () => {
  const script = scriptedActivities();
  script.wayBack = 'restorePoint';
  bench = await startRollback(script, { node: 'cass-2' });
  const result = await bench.result();
  expect(result.nodes.map(({ state }) => state)).toEqual(['done', 'back', 'done']);
  expect(callsOf(script, 'repairRestored')).toEqual([]);
  expect(result.says).toContain('a repair is still owed by 1 node');
  expect(script.inputs('planNodeRollback')[0]).toMatchObject({ named: true, agreed: 'restorePoint' });
});

test.each(['ConsentMissing', 'RollbackRefused'])(
  '%s ends it with its words, and no node was touched',
  async (error) => {
    const script = scriptedActivities();
    script.failures.set('planRollback', [failureOf(error, `${error} and why`)]);
    bench = await startRollback(script);
    await expect(bench.failure()).resolves.toContain(`${error} and why`);
    expect(script.calls.map(({ name }) => name)).toEqual(['readSpec', 'planRollback']);
  },
);

test('the consent that was given reaches the planner as it is', async () => {
  const script = scriptedActivities();
  bench = await startRollback(script, { consent: 'writes since noon' });
  await bench.result();
  expect(script.inputs('planRollback')[0]).toMatchObject({ consent: 'writes since noon' });
});

test('a failed node parks it; retry goes on with the same node, planned again', async () => {
  const script = scriptedActivities();
  script.failures.set('startBack', [failureOf('PreconditionChanged', 'data is empty')]);
  bench = await startRollback(script);
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({ node: '10.0.0.3', error: 'PreconditionChanged', skippable: true });
  expect(status.nodes.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'failed']);
  await bench.update('retry', { by: 'ann' });
  expect((await bench.result()).state).toBe('rolledBack');
  const planned = callsOf(script, 'planNodeRollback').map(({ node }) => node);
  expect(planned).toEqual(['10.0.0.3', '10.0.0.3', '10.0.0.2', '10.0.0.1']);
});

test('a node that a person leaves out stays on the new release, and then nobody is repaired', async () => {
  const script = scriptedActivities();
  script.wayBack = 'restorePoint';
  script.failures.set('drainNode', [failureOf('DrainNotConfirmed')]);
  bench = await startRollback(script);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'its disk is dying' });
  const result = await bench.result();
  expect(result.nodes.map(({ state }) => state)).toEqual(['back', 'back', 'skipped']);
  expect(callsOf(script, 'repairRestored')).toEqual([]);
  expect(result.says).toMatch(/Left out: back to 5.0.9: cass-3/);
});

test('a repair that fails parks it too, and left out it stays owed', async () => {
  const script = scriptedActivities();
  script.wayBack = 'restorePoint';
  script.failures.set('repairRestored', [failureOf('RepairFailed')]);
  bench = await startRollback(script);
  const status = await bench.until(waitsForPerson);
  expect(status.phase).toMatchObject({ name: 'repair', number: 2, of: 2 });
  await bench.update('skip', { by: 'ann', reason: 'by Reaper tonight' });
  expect((await bench.result()).says).toContain('a repair is still owed by 1 node');
});

test('aborted while it waits it ends there, and says so', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitServing', [failureOf('NodeNotServing')]);
  bench = await startRollback(script);
  await bench.until(waitsForPerson);
  await bench.update('abort', { by: 'ann', reason: 'I look myself' });
  const result = await bench.result();
  expect(result.state).toBe('aborted');
  expect(callsOf(script, 'stopNode')).toHaveLength(1);
});

test('a node that was begun and does not serve is left neither by skip nor by abort, but by force', async () => {
  const script = scriptedActivities();
  script.failures.set('putBackData', [failureOf('DiskFull')]);
  script.standing = { serves: false, isDown: true, release: null, says: 'no process runs' };
  bench = await startRollback(script);
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('skip', { by: 'ann', reason: 'x' }))).toContain("can't be left out");
  expect(await refusal(bench.update('abort', { by: 'ann', reason: 'x' }))).toContain('"force":true');
  await bench.update('abort', { by: 'ann', reason: 'the disk is changed', force: true });
  expect((await bench.result()).state).toBe('aborted');
});

test('others who work on the cluster are paused first, and put back however it ends, with what the upgrade had found', async () => {
  const script = scriptedActivities();
  script.failures.set('stopNode', [failureOf('PreconditionChanged')]);
  const found = { actor: 'repairs', node: null, what: 'schedule 1' };
  bench = await startRollback(script, { pausedActors: [found] }, { actors: [reaper] });
  await bench.until(waitsForPerson);
  await bench.update('abort', { by: 'ann', reason: 'later' });
  expect((await bench.result()).state).toBe('aborted');
  const names = script.calls.map(({ name }) => name);
  expect(names.indexOf('pauseActors')).toBeLessThan(names.indexOf('lockHost'));
  expect(names.at(-1)).toBe('resumeActors');
  expect(script.inputs('resumeActors')[0]).toMatchObject({ found: [found] });
});

test('paused it stands still between two nodes, and goes on', async () => {
  const script = scriptedActivities();
  bench = await startRollback(script, { pauseFirst: true });
  const status = await bench.until(({ state }) => state === 'paused');
  expect(status.nodes.every(({ state }) => state !== 'running')).toBe(true);
  await bench.update('resume', { by: 'ann' });
  expect((await bench.result()).state).toBe('rolledBack');
});

test('its status says phases, releases and what going back costs', async () => {
  const script = scriptedActivities();
  script.failures.set('stopNode', [failureOf('PreconditionChanged')]);
  bench = await startRollback(script);
  const status = await bench.until(waitsForPerson);
  expect(status).toMatchObject({
    from: ['6.0-alpha2'],
    to: '5.0.9',
    phase: { number: 1, of: 1, name: 'rollback' },
    ledger: { kind: 'systemSchema' },
  });
  await bench.update('retry', { by: 'ann' });
  await bench.result();
});
