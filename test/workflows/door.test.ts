import { afterEach, expect, test } from 'vitest';
import type { UpgradeStatus } from '../../knowledge/messages.ts';
import { type Bench, startBench } from './bench.ts';
import { type Script, digestA, digestB, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const two = { approvals: { who: ['ann', 'bob'], required: 2 } };
const causes = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${causes((error as { cause?: unknown }).cause)}` : '';
const refusal = (promise: Promise<unknown>) => promise.then(() => 'accepted', causes);
const waitsForPerson = ({ waiting }: UpgradeStatus) => waiting?.for === 'person';
const atDoor = ({ waiting }: UpgradeStatus) => waiting?.for === 'approval';
const told = (text: string) => (status: UpgradeStatus) =>
  status.events.some(({ says }) => says.includes(text));
const standsWith = (digest: string) => (status: UpgradeStatus) =>
  status.waiting?.for === 'approval' && status.waiting.evidence === digest;
const countOf = (script: Script, name: string) => script.calls.filter((call) => call.name === name).length;

test('refuses an approval when the evidence changed meanwhile, voids earlier ones, and takes one of the new evidence', async () => {
  const script = scriptedActivities();
  script.watches = false;
  bench = await startBench(script, two);
  await bench.until(atDoor);
  expect((await bench.update('approve', { by: 'ann', evidence: digestA })).says).toContain('1 more needed');
  script.evidence = digestB;
  expect(await refusal(bench.update('approve', { by: 'bob', evidence: digestA }))).toContain(
    'the evidence changed',
  );
  const status = await bench.status();
  expect(status.waiting).toMatchObject({ evidence: digestB, approvals: [] });
  await bench.update('approve', { by: 'bob', evidence: digestB });
  await bench.update('approve', { by: 'ann', evidence: digestB });
  expect((await bench.result()).state).toBe('done');
});

test('looks on by itself while people decide: a change voids what was approved and shows what came and went', async () => {
  const script = scriptedActivities();
  bench = await startBench(script, two);
  const before = await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  script.evidence = digestB;
  const status = await bench.until(standsWith(digestB));
  expect(status.waiting).toMatchObject({
    approvals: [],
    changed: { difference: ['- the facts of aaaaaaaa', '+ the facts of bbbbbbbb'] },
  });
  expect(status.waiting).not.toMatchObject({ stand: (before.waiting as { stand: number }).stand });
  expect(status.events.at(-1)?.says).toMatch(
    /void \(ann\): - the facts of aaaaaaaa; \+ the facts of bbbbbbbb/,
  );
  expect(await refusal(bench.update('approve', { by: 'bob', evidence: digestA }))).toContain(
    'not the evidence that stands now',
  );
  expect(countOf(script, 'initializeCms')).toBe(0);
});

test('costs one event group for each change, however long it stands', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(countOf(script, 'watchDoor')).toBe(1);
  script.evidence = digestB;
  await bench.until(standsWith(digestB));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(countOf(script, 'watchDoor')).toBe(2);
  expect(countOf(script, 'collectDoorEvidence')).toBe(1);
});

test('stands with its gates shut, takes no approval then, and opens again by itself when they do', async () => {
  const script = scriptedActivities();
  bench = await startBench(script, two);
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  script.doorVerdictsOpen = false;
  const status = await bench.until(told('Shut: ready: cass-2 is down'));
  expect(status.waiting).toMatchObject({ for: 'approval', verdicts: [{ gate: 'ready', open: false }] });
  expect(await refusal(bench.update('approve', { by: 'bob', evidence: digestA }))).toContain(
    'nothing can be approved while a gate is shut. Shut: ready: cass-2 is down',
  );
  script.doorVerdictsOpen = true;
  const open = await bench.until(told('all gates before the door are open'));
  expect(open.waiting).toMatchObject({ approvals: [{ by: 'ann' }] });
  await bench.update('approve', { by: 'bob', evidence: digestA });
  expect((await bench.result()).state).toBe('done');
});

test('stands at a door whose gates are shut from the beginning, and says which', async () => {
  const script = scriptedActivities();
  script.doorVerdictsOpen = false;
  bench = await startBench(script);
  const status = await bench.until(told('Shut: ready: cass-2 is down'));
  expect(status.waiting).toMatchObject({ for: 'approval', verdicts: [{ remedy: 'Bring cass-2 up.' }] });
  // Whoever approves need not wait for the next look: his own decides.
  Object.assign(script, { watches: false, doorVerdictsOpen: true });
  await bench.update('approve', { by: 'ann', evidence: digestA });
  expect((await bench.result()).state).toBe('done');
});

test('refuses an approval when a gate has shut meanwhile though the facts are the same', async () => {
  const script = scriptedActivities();
  script.watches = false;
  bench = await startBench(script);
  await bench.until(atDoor);
  script.doorVerdictsOpen = false;
  expect(await refusal(bench.update('approve', { by: 'ann', evidence: digestA }))).toContain(
    'nothing can be approved while a gate is shut. Shut: ready: cass-2 is down',
  );
  expect((await bench.status()).waiting).toMatchObject({ verdicts: [{ open: false }], approvals: [] });
  expect(countOf(script, 'initializeCms')).toBe(0);
});

test('uses an approval once: a passage that failed needs new ones', async () => {
  const script = scriptedActivities();
  script.failures.set('initializeCms', [failureOf('CmsRefused'), failureOf('EvidenceChanged')]);
  bench = await startBench(script);
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.until(waitsForPerson);
  expect(await refusal(bench.update('skip', { by: 'bob', reason: 'hurry' }))).toContain("can't be left out");
  await bench.update('retry', { by: 'bob' });
  // The look of the retry found that it was not initialized, so that somebody must approve again.
  const again = await bench.until(atDoor);
  expect(again.waiting).toMatchObject({ approvals: [] });
  await bench.update('approve', { by: 'bob', evidence: digestA });
  expect((await bench.result()).approvals).toMatchObject([{ by: 'ann' }, { by: 'bob' }]);
  expect(script.inputs('initializeCms')).toMatchObject([
    { evidence: digestA, approvedBy: ['ann'] },
    { evidence: null, approvedBy: [] },
    { evidence: digestA, approvedBy: ['bob'] },
  ]);
});

test('goes back to the door when a gate shut between the approval and the initialization', async () => {
  const script = scriptedActivities();
  script.failures.set('initializeCms', [failureOf('GateShut', 'a repair runs')]);
  bench = await startBench(script);
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  const status = await bench.until((seen) => atDoor(seen) && told('a repair runs')(seen));
  expect(status.waiting).toMatchObject({ approvals: [] });
});

test('asks nobody for what is done already, whoever did it, and goes on behind the door', async () => {
  const script = scriptedActivities();
  Object.assign(script, { isBehind: true, doorVerdictsOpen: false });
  bench = await startBench(script);
  expect(await bench.result()).toMatchObject({ state: 'done', approvals: [] });
  expect(countOf(script, 'watchDoor')).toBe(0);
});

test('goes on by itself when somebody initializes by hand while it stands', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  Object.assign(script, { isBehind: true, doorVerdictsOpen: false, evidence: digestB });
  expect(await bench.result()).toMatchObject({ state: 'done', approvals: [] });
});

test('aborts what is left of an initialization only when somebody who may approve names its initiator and why', async () => {
  const script = scriptedActivities();
  script.doorVerdictsOpen = false;
  script.failures.set('abortInitialization', [failureOf('CmsRefused', 'it has not stood still')]);
  bench = await startBench(script);
  await bench.until(atDoor);
  const say = (payload: object) => refusal(bench.update('abortInitialization', payload));
  expect(await say({ by: 'eve', initiator: '10.0.0.1', reason: 'r' })).toContain('eve is not among');
  expect(await say({ by: 'ann', reason: 'r' })).toContain('must name the initiator');
  expect(await say({ by: 'ann', initiator: '10.0.0.1' })).toContain('only with a reason');
  expect(script.inputs('abortInitialization')).toEqual([]);
  const payload = { by: 'ann', initiator: '10.0.0.1', reason: 'its node died' };
  expect(await say(payload)).toContain('it has not stood still');
  const answer = await bench.update('abortInitialization', payload);
  expect(answer.says).toContain('looks again by itself');
  expect(script.inputs('abortInitialization')).toMatchObject([
    { initiator: '10.0.0.1', by: 'ann', door: 'cms' },
    { initiator: '10.0.0.1', by: 'ann', door: 'cms' },
  ]);
  expect(atDoor(await bench.status())).toBe(true);
});

test('initializes from another node than one that was left out, and treats that as down behind the door', async () => {
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'its disks are being replaced' });
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.result();
  const left = { plan: { down: ['10.0.0.1'] }, spec: { strategy: { downNodes: ['10.0.0.1'] } } };
  expect(script.inputs('initializeCms')).toMatchObject([{ node: '10.0.0.2', skipped: ['10.0.0.1'] }]);
  expect(script.inputs('reconfigureCms')).toMatchObject([
    { node: '10.0.0.2', skipped: ['10.0.0.1'], ...left },
  ]);
  expect(script.inputs('smokeTestCms')).toMatchObject([{ node: '10.0.0.2', ...left }]);
  expect(script.inputs('verifyCms')).toMatchObject([{ skipped: ['10.0.0.1'], ...left }]);
});

test('takes one person under one name, however it is written', async () => {
  bench = await startBench(scriptedActivities(), { approvals: { who: ['Ann Lee', 'bob'], required: 2 } });
  await bench.until(atDoor);
  await bench.update('approve', { by: ' ann  LEE ', evidence: digestA });
  expect((await bench.status()).waiting).toMatchObject({ approvals: [{ by: 'Ann Lee' }] });
  expect(await refusal(bench.update('approve', { by: 'Ann Lee', evidence: digestA }))).toContain(
    'approved this evidence already',
  );
});

test('never counts one person twice', async () => {
  bench = await startBench(scriptedActivities(), { approvals: { who: ['ann', 'bob'], required: 2 } });
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  expect(await refusal(bench.update('approve', { by: 'ann', evidence: digestA }))).toContain(
    'approved this evidence already',
  );
});

test('lets an approval expire', async () => {
  bench = await startBench(scriptedActivities(), {
    approvals: { who: ['ann', 'bob'], required: 2, expiry: '200ms' },
  });
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  const status = await bench.until(({ events }) => events.some(({ says }) => says.includes('expired')));
  expect(status.waiting).toMatchObject({ approvals: [] });
});

test('answers a command whose id was handled before, and does not do it again', async () => {
  bench = await startBench(scriptedActivities(), { approvals: { who: ['ann', 'bob'], required: 2 } });
  await bench.until(atDoor);
  const approval = { by: 'ann', evidence: digestA, id: 'same' };
  const answers = [await bench.update('approve', approval), await bench.update('approve', approval)];
  expect(answers[0]).toEqual(answers[1]);
  expect((await bench.status()).waiting).toMatchObject({ approvals: [{ by: 'ann' }] });
});

test('stays shut after a reject, and looks again at a retry', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  expect(await refusal(bench.update('reject', { by: 'ann' }))).toContain('only with a reason');
  await bench.update('reject', { by: 'ann', reason: 'not tonight' });
  const status = await bench.until(waitsForPerson);
  expect(status.waiting).toMatchObject({
    error: 'GateShut',
    message: expect.stringContaining('not tonight'),
  });
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
});
