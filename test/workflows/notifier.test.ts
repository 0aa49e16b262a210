import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';
import { type Script, digestA, digestB, failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';
const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const command = { notify: { command: ['/usr/local/bin/page'] } };
const told = (script: Script, count: number) => bench.until(() => script.told.length >= count);

test('people are told when it waits for them, goes on, stands at the door and ends, each with what can be said', async () => {
  const script = scriptedActivities();
  script.failures.set('drainNode', [failureOf('DrainNotConfirmed', 'cass-1: the drain was not confirmed.')]);
  bench = await startBench(script, command);
  await bench.until(waitsForPerson);
  await told(script, 1);
  const [waits] = script.told;
  expect(waits).toMatchObject({
    ...{ version: 1, kind: 'waits', cluster: bench.cluster, state: 'waiting', error: 'DrainNotConfirmed' },
    ...{ node: { address: '10.0.0.1', name: 'cass-1' }, step: 'upgrade cass-1' },
    message: 'cass-1: the drain was not confirmed.',
    workflowId: `cassandra-upgrade/${bench.cluster}`,
  });
  expect(waits?.choices[0]).toEqual({
    command: 'retry',
    payload: { by: 'YOUR-NAME' },
    leadsTo: 'look at cass-1 again, and do what is not done yet',
  });
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.result();
  expect(script.told.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'waits waiting',
    'goesOn running',
    'door waiting',
    'goesOn running',
    'ended done',
  ]);
  expect(script.told[2]).toMatchObject({ evidence: digestA });
  expect(script.told[4]?.message).toContain('runs 6.0-alpha2');
  expect(new Set(script.told.map(({ id }) => id)).size).toBe(5);
});

test('a door is told again when its evidence changes, and not when somebody approves', async () => {
  const script = scriptedActivities();
  bench = await startBench(script, { ...command, approvals: { who: ['ann', 'bob'], required: 2 } });
  await bench.until(atDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  script.evidence = digestB;
  await told(script, 2);
  expect(script.told.map(({ kind, evidence }) => [kind, evidence])).toEqual([
    ['door', digestA],
    ['door', digestB],
  ]);
});

test('both ways are used where both are named, and a pause and an abort are told', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitPreflight');
  bench = await startBench(script, {
    notify: { command: ['/bin/page'], webhook: { url: 'https://hooks.example.net/x' } },
  });
  await bench.until(() => script.calls.some(({ name }) => name === 'awaitPreflight'));
  await bench.update('pause', { by: 'ann', now: true });
  await told(script, 2);
  expect(script.inputs('notify')).toMatchObject([{ by: 'command' }, { by: 'webhook' }]);
  expect(script.told[0]).toMatchObject({ kind: 'paused', message: 'Paused by ann.', choices: [{}] });
  await bench.update('abort', { by: 'ann', reason: 'over' });
  await bench.result();
  expect(script.told.at(-1)).toMatchObject({ kind: 'ended', state: 'aborted' });
});

test('what is not taken is tried again, and neither holds the upgrade up nor fails it', async () => {
  const script = scriptedActivities();
  const passing = failureOf('CommandFailed', 'page: exit code 1');
  Object.assign(passing, { nonRetryable: false });
  script.failures.set('notify', [failureOf('InvalidSettings', 'no HOOK_TOKEN'), passing]);
  script.failures.set('awaitPreflight', [failureOf('GateShut')]);
  bench = await startBench(script, command);
  const status = await bench.until(({ events }) => events.some(({ says }) => says.includes('HOOK_TOKEN')));
  expect(status.events.map(({ says }) => says)).toContain(
    'nobody was told "waits" by the command: no HOOK_TOKEN',
  );
  await bench.update('retry', { by: 'ann' });
  await bench.until(atDoor);
  // The second one is tried again after a while; until then the upgrade has long gone on.
  await told(script, 2);
  expect(script.told.map(({ kind }) => kind).toSorted()).toEqual(['door', 'goesOn']);
});

test('nobody is told where the file names nobody', async () => {
  const script = scriptedActivities();
  bench = await startBench(script);
  await bench.until(atDoor);
  expect(script.inputs('notify')).toEqual([]);
});
