import { expect, test } from 'vitest';
import type { HistoryEvent, Payload } from '../../../client/report/history.ts';
import { readPeople } from '../../../client/report/read-people.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const payload = (value: unknown): Payload => ({
  metadata: { encoding: base64('json/plain') },
  data: base64(JSON.stringify(value)),
});
let last = 0;
const event = (attributes: object): HistoryEvent => ({
  eventId: String((last += 1)),
  eventTime: `2026-11-21T10:00:${String(last).padStart(2, '0')}Z`,
  ...attributes,
});
const signal = (signalName: string, said: object) =>
  event({ workflowExecutionSignaledEventAttributes: { signalName, input: { payloads: [payload(said)] } } });
const answered = (answer: object) =>
  event({
    workflowPropertiesModifiedEventAttributes: { upsertedMemo: { fields: { lastAnswer: payload(answer) } } },
  });
const wordsIn = (events: HistoryEvent[]) => readPeople({ workflowId: 'w', runId: 'r', events });

test('a signal has the answer that the memo kept of it, a refusal too, and one of before has none', () => {
  const words = wordsIn([
    signal('retry', { by: 'ann' }),
    signal('skip', { by: 'bob' }),
    answered({ command: 'skip', by: 'bob', says: 'only with a reason', refused: true }),
    answered({ command: 'retry', by: 'ann', says: 'It is tried again.', refused: false }),
    signal('retry', { by: 'ann' }),
  ]);
  expect(words.map(({ command, answer, refused }) => [command, answer, refused])).toEqual([
    ['retry', 'It is tried again.', false],
    ['skip', 'only with a reason', true],
    ['retry', null, false],
  ]);
});

test('what a command asks for besides is told', () => {
  const [pause, rollback] = wordsIn([
    signal('pause', { by: 'ann', now: true }),
    signal('rollback', { by: 'ann', reason: 'slow', node: 'cass-1', consent: 'writes since 10:27' }),
  ]);
  expect(pause?.asks).toEqual(['now']);
  expect(rollback).toMatchObject({ reason: 'slow', asks: ['node cass-1', 'consent writes since 10:27'] });
});

test('other changes of a memo are no answers', () => {
  const other = event({
    workflowPropertiesModifiedEventAttributes: { upsertedMemo: { fields: { note: payload('x') } } },
  });
  expect(wordsIn([signal('retry', { by: 'ann' }), other])[0]?.answer).toBeNull();
});
