import { expect, test } from 'vitest';
import { parseGcStats } from '../../../knowledge/nodetool/gcstats.ts';

/** Printed by nodetool of 3.11.19, 4.0.19 and 5.0.9. */
const upTo5 = [
  '       Interval (ms) Max GC Elapsed (ms)Total GC Elapsed (ms)Stdev GC Elapsed (ms)   GC Reclaimed (MB)         Collections      Direct Memory Bytes',
  '               48441                  26                 324                  11          3200000000                  17                       -1',
  '',
].join('\n');
/** Printed by nodetool of 6.0-alpha2. */
const since6 = [
  'Interval (ms) Max GC Elapsed (ms) Total GC Elapsed (ms) Stdev GC Elapsed (ms) GC Reclaimed Bytes GC Count Allocated Direct Memory Bytes Max Direct Memory Bytes Reserved Direct Memory Bytes',
  '48441         26                  324                   11                    3200000000         17       1048576                       536870912               262144                      ',
  '',
].join('\n');

test.each([
  ['3.11 to 5.0', upTo5],
  ['6.0', since6],
])('reads the longest pause as %s prints it', (_, text) => {
  expect(parseGcStats(text)).toEqual({ intervalMillis: 48_441, longestMillis: 26, totalMillis: 324 });
});

test('without a collection the deviation is no number, and nothing took any time', () => {
  const idle = upTo5.replace(
    /\S+( +)\S+( +)\S+( +)\S+( +)\S+( +)\S+( +)-1$/m,
    '334$1 0$2 0$3 NaN$4 0$5 0$6-1',
  );
  expect(parseGcStats(idle)).toEqual({ intervalMillis: 334, longestMillis: 0, totalMillis: 0 });
});

test.each([
  ['nothing', ''],
  ['no row', upTo5.split('\n')[0] ?? ''],
  ['a row of words', upTo5.replace('48441', 'many')],
  ['another output', 'Mode: NORMAL\n'],
])('refuses %s', (_, text) => {
  expect(() => parseGcStats(text)).toThrow(expect.objectContaining({ name: 'UnreadableOutput' }));
});
