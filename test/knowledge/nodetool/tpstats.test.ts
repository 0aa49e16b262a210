import { describe, expect, test } from 'vitest';
import { parseTpStats } from '../../../knowledge/nodetool/tpstats.ts';
import { refusal } from './refusal.ts';
import { table } from './samples.ts';

const whole = `${table([
  ['Pool Name', 'Active', 'Pending', 'Completed', 'Blocked', 'All time blocked'],
  ['ReadStage', '2', '3', '12', '1', '4'],
  ['Native-Transport-Requests', '0', '0', '192', '0', '0'],
])}
Latencies waiting in queue (micros) per dropped message types
${table([
  ['Message type', 'Dropped    ', '50%     ', '95%     ', '99%     ', 'Max'],
  ['READ_RSP', '0', 'N/A', 'N/A', 'N/A', 'N/A'],
  ['MUTATION_REQ', '17', '1.0', '2.0E7', 'NaN', '4.0'],
  ['HINT_REQ', '1', '0.0', '0.0', '0.0', '0.0'],
])}`;

test('pools and dropped messages', () => {
  expect(parseTpStats(whole)).toEqual({
    pools: [
      { name: 'ReadStage', active: 2, pending: 3, blocked: 1 },
      { name: 'Native-Transport-Requests', active: 0, pending: 0, blocked: 0 },
    ],
    dropped: { MUTATION_REQ: 17, HINT_REQ: 1 },
    droppedTotal: 18,
  });
});

test('what DSE counts without a queue is no pool', () => {
  const text = whole.replace(/(Requests +)0 ( +)0 /, '$10 $2N/A ');
  expect(parseTpStats(text).pools.map(({ name }) => name)).toEqual(['ReadStage']);
});

describe('refused is', () => {
  test.each([
    ['pools without the dropped messages', whole.slice(0, whole.indexOf('\nLatencies'))],
    ['dropped messages without a row', whole.slice(0, whole.indexOf('READ_RSP'))],
    ['a pool without one of its cells', whole.replace(/ReadStage +2 /, 'ReadStage ')],
    ['unknown columns', whole.replace('Pending', 'Waiting')],
    ['a dropped count that is no number', whole.replace('17', 'xx')],
  ])('%s', (_what, text) => {
    expect(() => parseTpStats(text)).toThrow(refusal);
  });
});
