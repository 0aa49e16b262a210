import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';
import { refusal } from './causes.ts';
import { failureOf, scriptedActivities } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

const waitsForPerson = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'person';
const atDoor = (status: { waiting: { for: string } | null }) => status.waiting?.for === 'approval';

test('a signal is answered in the memo, also when it is refused', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitPreflight', [failureOf('GateShut')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  const answer = async () => (await bench.handle.describe()).memo?.['lastAnswer'];
  await bench.signal('skip', { by: 'ann', reason: 'x' });
  await bench.until(({ events }) => events.some(({ says }) => says.startsWith('refused skip by ann')));
  expect(await answer()).toMatchObject({ command: 'skip', by: 'ann', refused: true });
  await bench.signal('retry', { by: 'bob' });
  await bench.until(atDoor);
  expect(await answer()).toEqual({
    ...{ command: 'retry', by: 'bob', refused: false },
    says: 'The step is tried again now.',
  });
});

test('an update that is refused stands in history, one that is not understood does not', async () => {
  bench = await startBench(scriptedActivities());
  await bench.until(atDoor);
  expect(await refusal(bench.update('resume', { by: 'ann' }))).toContain('not paused');
  expect(await refusal(bench.update('resume', { by: 'ann', soon: true } as never))).toContain(
    '"soon" is unknown',
  );
  expect(await refusal(bench.update('pause', { by: 'ann', now: 'yes' } as never))).toContain(
    '"now" must be true or false',
  );
  const { events } = await bench.handle.fetchHistory();
  const accepted = (events ?? []).flatMap(
    (event) => event.workflowExecutionUpdateAcceptedEventAttributes ?? [],
  );
  expect(accepted.map(({ acceptedRequest }) => acceptedRequest?.input?.name)).toEqual(['resume']);
  expect((await bench.status()).events.at(-1)?.says).toBe('refused resume by ann: it is not paused');
});

test('a command is done once by its id, as Update or as Signal', async () => {
  const script = scriptedActivities();
  script.failures.set('awaitPreflight', [failureOf('GateShut'), failureOf('GateShut', 'shut again')]);
  bench = await startBench(script);
  await bench.until(waitsForPerson);
  const first = await bench.update('retry', { by: 'ann', id: 'r1' });
  const status = await bench.until(
    ({ waiting }) => waiting?.for === 'person' && waiting.message === 'shut again',
  );
  await bench.signal('retry', { by: 'ann', id: 'r1' });
  expect(await bench.update('retry', { by: 'ann', id: 'r1' })).toEqual(first);
  expect((await bench.status()).waiting).toEqual(status.waiting);
  await bench.update('retry', { by: 'ann', id: 'r2' });
  await bench.until(atDoor);
});

test('an upgrade that parks says what was tried', async () => {
  const script = scriptedActivities();
  const shut = failureOf('GateShut', 'cass-1: 1 of 9 gates stayed shut.');
  Object.assign(shut, { details: [{ verdicts: [], tried: '61 looks in 10m' }] });
  script.failures.set('awaitPreflight', [shut, failureOf('GateShut')]);
  bench = await startBench(script);
  const { waiting } = await bench.until(waitsForPerson);
  expect(waiting).toMatchObject({
    tried: expect.stringMatching(/^not tried again: .*, 61 looks in 10m; \d+m?s in all$/),
  });
  await bench.update('retry', { by: 'ann' });
  const again = await bench.until(
    ({ waiting: now }) => now?.for === 'person' && now.since !== waiting?.since,
  );
  expect(again.waiting).toMatchObject({ tried: expect.stringContaining('tried again by a person once') });
});
