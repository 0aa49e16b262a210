import { expect, test } from 'vitest';
import { newTally, percentile } from '../../../lab/traffic/tally.ts';

test('a summary counts requests and failures and names each kind of failure with its first time', () => {
  const tally = newTally();
  tally.count(0, 5);
  tally.count(1_000, 900, 'timeout');
  tally.count(2_000, 7, 'refused');
  tally.count(3_000, 800, 'timeout');
  expect(tally.summary()).toMatchObject({
    ...{ requests: 4, failed: 3, maxMillis: 900 },
    failures: [
      { text: 'timeout', count: 2, first: '1970-01-01T00:00:01.000Z' },
      { text: 'refused', count: 1, first: '1970-01-01T00:00:02.000Z' },
    ],
  });
});

test('each second is told once, and a second in which nothing ended is not told', () => {
  const tally = newTally();
  tally.count(0, 5);
  tally.count(0, 30, 'refused');
  expect(tally.takeSecond(0)).toEqual({
    ...{ at: '1970-01-01T00:00:00.000Z', requests: 2, failed: 1, maxMillis: 30, errors: ['refused'] },
  });
  expect(tally.takeSecond(1_000)).toBeUndefined();
  expect(tally.summary().requests).toBe(2);
});

test('percentile is the value that at least that share do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile(hundred, 1)]).toEqual([
    50, 99, 100,
  ]);
  expect([percentile([7], 0.99), percentile([], 0.99)]).toEqual([7, 0]);
});
