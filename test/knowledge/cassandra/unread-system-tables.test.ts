import { expect, test } from 'vitest';
import { unreadSystemTables } from '../../../knowledge/cassandra/unread-system-tables.ts';

test.each([
  ['4.0.19', '5.0.9'],
  ['4.1.10', '5.0.9'],
  ['4.1.10', '6.0-alpha2'],
])('%s does not read the list of compactions that %s writes', (old, left) => {
  expect(unreadSystemTables(old, left)).toEqual(['system/compaction_history']);
});

test.each([
  ['5.0.9', '6.0-alpha2'],
  ['4.0.19', '4.1.10'],
  ['4.1.9', '4.1.10'],
  ['', '5.0.9'],
])('from %s to %s every table of a node keeps its columns, as far as is known', (old, left) => {
  expect(unreadSystemTables(old, left)).toEqual([]);
});
