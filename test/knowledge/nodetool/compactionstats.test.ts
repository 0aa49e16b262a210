import { describe, expect, test } from 'vitest';
import { parseCompactionStats } from '../../../knowledge/nodetool/compactionstats.ts';
import { refusal } from './refusal.ts';
import { compactionStats } from './samples.ts';

const running = [
  {
    id: '2062b290-7f3a-11e8-9358-cd941b956e60',
    type: 'Validation',
    keyspace: 'shop',
    table: 'orders',
    completed: 21,
    total: 97,
    unit: 'bytes',
  },
  {
    id: '2062b290-7f3a-11e8-9358-cd941b956e61',
    type: 'Upgrade sstables',
    keyspace: 'shop',
    table: 'carts',
    completed: 0,
    total: 0,
    unit: 'bytes',
  },
  {
    id: '2062b290-7f3a-11e8-9358-cd941b956e62',
    type: 'Index summary redistribution',
    keyspace: null,
    table: null,
    completed: 5,
    total: 9,
    unit: 'bytes',
  },
];
const perTable = { 'shop.orders': 2, 'shop.carts': 1 };

test.each([
  ['busy41', { pending: 3, perTable, running, remaining: '0h00m01s' }],
  ['busy50', { pending: 3, perTable, running, remaining: '0h00m01s' }],
  ['busy60', { pending: 3, perTable, running, remaining: null }],
  ['idle41', { pending: 0, perTable: {}, running: [], remaining: null }],
  ['idle50', { pending: 0, perTable: {}, running: [], remaining: null }],
] as const)('%s', (name, view) => {
  expect(parseCompactionStats(compactionStats[name])).toEqual(view);
});

test('sizes for people (-H) are read as bytes', () => {
  const rows = compactionStats.busy41.replace('21        97    bytes', '1,5 KB    2 MiB bytes');
  const found = parseCompactionStats(rows).running[0];
  expect([found?.completed, found?.total]).toEqual([1536, 2 * 1024 * 1024]);
});

test('with trailing blanks cut off, the table of 5.0 reads the same', () => {
  const text = compactionStats.busy50.replace(/ +$/gm, '');
  expect(parseCompactionStats(text)).toEqual(parseCompactionStats(compactionStats.busy50));
});

describe('refused is', () => {
  const { busy41, busy50, idle50 } = compactionStats;
  const texts: [string, string][] = [
    ['a table without the remaining time', busy41.slice(0, busy41.indexOf('Active'))],
    ['tables that do not add up', busy41.replace('- shop.carts: 1\n', '')],
    ['tables that do not add up, in 5.0', busy50.replace(/^shop +carts.*\n/m, '')],
    ['statistics that are not whole', idle50.slice(0, idle50.indexOf('mean rate'))],
    ['a running compaction without progress', busy41.replace(/ +21\.65%/, '')],
    ['a total that is no number', busy41.replace('97', 'xx')],
    [
      'the columns of -V',
      busy41.replace(/^id .*$/m, 'keyspace table task id completion ratio kind progress'),
    ],
  ];
  test.each(texts)('%s', (_what, text) => {
    expect(() => parseCompactionStats(text)).toThrow(refusal);
  });
});
