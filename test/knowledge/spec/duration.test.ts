import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationPattern, millis, sayMillis } from '../../../knowledge/spec/duration.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5s', 1_500],
  ['10m', 600_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  ['0s', 0],
])('%s are %d ms', (duration, value) => {
  expect(millis(duration)).toBe(value);
});

test.each(['', '10', 'm', '10 m', '-1s', '1h30m', '1.s', '.5s', '10M', '10min', ' 10s', '10s\n', '1e3s'])(
  '%j is no duration',
  (text) => {
    expect(durationPattern.test(text)).toBe(false);
    expect(() => millis(text)).toThrow(RangeError);
  },
);

test.each([
  [0, '0ms'],
  [12.6, '13ms'],
  [999, '999ms'],
  [1_000, '1s'],
  [59_400, '59s'],
  [59_600, '1m'],
  [61_000, '1m01s'],
  [372_000, '6m12s'],
  [2_460_000, '41m'],
  [6_600_000, '1h50m'],
  [7_200_000, '2h'],
  [259_200_000, '72h'],
])('%d ms are said as %s', (value, said) => {
  expect(sayMillis(value)).toBe(said);
});

test('what is said is at most the smaller unit away', () => {
  const property = fc.property(fc.integer({ min: 1_000, max: 400_000_000 }), (value) => {
    const parts = [...sayMillis(value).matchAll(/\d+[smh]/g)].map(([part]) => part);
    expect(parts.length).toBeLessThanOrEqual(2);
    const said = parts.reduce((sum, part) => sum + millis(part), 0);
    expect(Math.abs(said - value)).toBeLessThan(value < 3_600_000 ? 1_000 : 61_000);
  });
  fc.assert(property, { numRuns: 300 });
});
