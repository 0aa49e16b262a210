import { expect, test } from 'vitest';
import { type Notification, notificationOf } from '../../knowledge/notification.ts';
import { somethingWrong } from '../client/view/sample-status.ts';
import { codeBlocks, codeOf, readDocument, tableRows } from './documents.ts';

const page = readDocument('docs/notifications.md');
const [json = ''] = codeBlocks(page, 'json');
const example = JSON.parse(json) as Notification;

function built(): Notification {
  const { waiting } = somethingWrong;
  if (waiting?.for !== 'person') throw new Error('it waits for a person');
  const choices = [
    { command: 'retry', needsReason: false, leadsTo: 'look at cass-06 again, and do what is not done yet' },
    {
      command: 'rollback',
      with: { node: 'cass-06' },
      needsReason: true,
      leadsTo: 'bring cass-06 back to its old release, then ask again',
    },
  ] as const;
  const { message, id, runId, at } = example;
  const status = { ...somethingWrong, waiting: { ...waiting, step: 'upgrade cass-06', message, choices } };
  return notificationOf('waits', status, { id, runId, at });
}

test('the example is what the code makes of such a state, key by key', () => {
  expect(JSON.parse(JSON.stringify(built()))).toEqual(example);
});

test('the table names every key of the payload, and no other', () => {
  const named = tableRows(page)
    .filter(([, , meaning]) => meaning !== undefined)
    .flatMap(([key]) => codeOf(key) ?? []);
  expect(named.toSorted()).toEqual(Object.keys(example).toSorted());
});
