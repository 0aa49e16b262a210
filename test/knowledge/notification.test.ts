import { expect, test } from 'vitest';
import { kindOfChange, notificationOf } from '../../knowledge/notification.ts';
import { atDoor, digest, somethingWrong, status } from '../client/view/sample-status.ts';

const ids = { id: 'run/1', runId: 'run', at: '2026-11-21T10:27:32Z' };

test('coming to stand, going on and ending are told, each once', () => {
  const running = status();
  const paused = status({ state: 'paused', paused: { by: 'ann', at: '2026-11-21T10:00:00Z' } });
  const done = status({ state: 'done' });
  expect([
    kindOfChange(running, somethingWrong),
    kindOfChange(somethingWrong, somethingWrong),
    kindOfChange(somethingWrong, running),
    kindOfChange(running, atDoor),
    kindOfChange(running, paused),
    kindOfChange(paused, running),
    kindOfChange(running, done),
    kindOfChange(running, status({ step: 'another' })),
  ]).toEqual(['waits', null, 'goesOn', 'door', 'paused', 'goesOn', 'ended', null]);
});

test('the same question asked again, and a door with other evidence, are told anew; an approval is not', () => {
  const { waiting } = somethingWrong;
  const again = { ...somethingWrong, waiting: waiting && { ...waiting, since: '2025-11-21T15:00:00Z' } };
  expect(kindOfChange(somethingWrong, again)).toBe('waits');
  const door = atDoor.waiting;
  if (door?.for !== 'approval') throw new Error('it stands at a door');
  expect(kindOfChange(atDoor, { ...atDoor, waiting: { ...door, approvals: [] } })).toBeNull();
  expect(kindOfChange(atDoor, { ...atDoor, waiting: { ...door, evidence: 'sha256:00' } })).toBe('door');
});

test('at a door the payload that approves names the very evidence', () => {
  const { choices, evidence, message } = notificationOf('door', atDoor, ids);
  expect(evidence).toBe(digest);
  expect(choices[0]).toMatchObject({ command: 'approve', payload: { by: 'YOUR-NAME', evidence: digest } });
  expect(choices[1]).toMatchObject({ command: 'reject', payload: { reason: 'WHY' } });
  expect(message).toContain('no way back');
});

test('an end says what the last event says', () => {
  const done = status({ state: 'done', step: null, events: [{ at: ids.at, says: 'prod1 runs 6.0.0.' }] });
  expect(notificationOf('ended', done, ids)).toMatchObject({
    ...{ state: 'done', message: 'prod1 runs 6.0.0.', choices: [], node: null, error: null },
  });
});
