import { describe, expect, test } from 'vitest';
import { parseListSnapshots } from '../../../knowledge/nodetool/listsnapshots.ts';
import { refusal } from './refusal.ts';
import { table } from './samples.ts';

const columns = ['Snapshot name', 'Keyspace name', 'Column family name', 'True size', 'Size on disk'];
const whole = `Snapshot Details: 
${table([
  [...columns, 'Creation time', 'Expiration time'],
  ['before 6.0', 'shop', 'orders', '1.1 KiB', '6.13 KiB', '2024-01-25T10:01:59.745Z', ''],
  [
    'ringlift-1',
    'shop',
    'orders',
    '0 bytes',
    '13 bytes',
    '2024-01-25T10:01:59.745Z',
    '2024-01-26T10:01:59.745Z',
  ],
])}
Total TrueDiskSpaceUsed: 1.1 KiB

`;

test('one entry for each snapshot and table; names may hold blanks', () => {
  expect(parseListSnapshots(whole)).toEqual({
    snapshots: [
      { name: 'before 6.0', keyspace: 'shop', table: 'orders' },
      { name: 'ringlift-1', keyspace: 'shop', table: 'orders' },
    ],
    totalTrueDiskSpace: '1.1 KiB',
  });
});

test('no snapshots', () => {
  expect(parseListSnapshots('Snapshot Details: \nThere are no snapshots\n')).toEqual({
    snapshots: [],
    totalTrueDiskSpace: null,
  });
});

describe('refused is', () => {
  test.each([
    ['a list without its total', whole.slice(0, whole.indexOf('\nTotal'))],
    ['a heading alone', 'Snapshot Details: \n'],
    ['a row without a size', whole.replace('0 bytes', '')],
    ['other columns', whole.replace('True size', 'Real size')],
  ])('%s', (_what, text) => {
    expect(() => parseListSnapshots(text)).toThrow(refusal);
  });
});
