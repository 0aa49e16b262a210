import { expect, test } from 'vitest';
import { EventLog } from '../../../client/view/event-log.ts';
import type { Look } from '../../../client/watch-upgrade.ts';
import type { Event } from '../../../knowledge/messages.ts';
import { atDoor, status } from './sample-status.ts';

const event = (second: number, says = `event ${second}`): Event => ({
  at: `2025-11-21T14:00:0${second}.000Z`,
  says,
});
const live = (events: readonly Event[]): Look => ({ kind: 'live', status: status({ events }), nodes: {} });
const render = (look: Look) => (look.kind === 'silent' ? `${look.reason}\n` : '(view)\n');

test('each event is a line once, also when old ones are forgotten and when two are alike', () => {
  const log = new EventLog(render);
  expect(log.linesOf(live([event(1), event(2)]))).toBe(
    '2025-11-21T14:00:01.000Z  event 1\n2025-11-21T14:00:02.000Z  event 2\n',
  );
  expect(log.linesOf(live([event(1), event(2)]))).toBe('');
  expect(log.linesOf(live([event(2), event(3), event(3)]))).toBe(
    '2025-11-21T14:00:03.000Z  event 3\n2025-11-21T14:00:03.000Z  event 3\n',
  );
  expect(log.linesOf(live([event(3), event(3), event(3)]))).toBe('2025-11-21T14:00:03.000Z  event 3\n');
});

test('an event of several lines stays one line of the log', () => {
  expect(new EventLog(render).linesOf(live([event(1, 'first\n  second')]))).toBe(
    '2025-11-21T14:00:01.000Z  first second\n',
  );
});

test('what it waits for is shown once, and again when it waits anew', () => {
  const log = new EventLog(render);
  const door: Look = { kind: 'live', status: { ...atDoor, events: [] }, nodes: {} };
  expect(log.linesOf(door)).toBe('\n(view)\n\n');
  expect(log.linesOf(door)).toBe('');
  expect(log.linesOf(live([]))).toBe('');
  expect(log.linesOf(door)).toBe('\n(view)\n\n');
});

test('a silence is told once, and again after an answer', () => {
  const log = new EventLog(render);
  const silent: Look = { kind: 'silent', reason: 'No worker polls.' };
  expect(log.linesOf(silent)).toBe('No worker polls.\n');
  expect(log.linesOf(silent)).toBe('');
  expect(log.linesOf(live([]))).toBe('');
  expect(log.linesOf(silent)).toBe('No worker polls.\n');
});
