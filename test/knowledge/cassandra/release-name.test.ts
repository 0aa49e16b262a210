import { expect, test } from 'vitest';
import { normalizeRelease, sameRelease } from '../../../knowledge/cassandra/release-name.ts';

test.each([
  ['6.0.0-alpha2', '6.0-alpha2'],
  ['6.0-alpha2', '6.0-alpha2'],
  ['6.0~alpha2', '6.0-alpha2'],
  ['4.0.0-rc1', '4.0-rc1'],
  ['5.0.9', '5.0.9'],
  ['5.0', '5.0.0'],
  ['3.11.19', '3.11.19'],
  ['5.0.9-SNAPSHOT', '5.0.9-SNAPSHOT'],
  ['2.1.19.6', '2.1.19.6'],
  ['4.0.0.677', '4.0.0.677'],
  ['4.0.0+build7', '4.0.0+build7'],
  [' 4.1.10\n', '4.1.10'],
  ['debug version', 'debug version'],
  ['', ''],
])('%j is the release %j', (printed, release) => {
  expect(normalizeRelease(printed)).toBe(release);
  expect(normalizeRelease(release)).toBe(release);
});

test("gossip's name of a pre-release is the same release as nodetool's", () => {
  expect(sameRelease('6.0.0-alpha2', '6.0-alpha2')).toBe(true);
});

test.each([
  ['6.0-alpha1', '6.0-alpha2'],
  ['6.0-alpha2', '6.0.0'],
  ['6.0.1-alpha2', '6.0-alpha2'],
  ['4.0.1', '4.0.19'],
  ['4.0.0', '4.0.0.677'],
  ['5.0.9', '5.0.9-SNAPSHOT'],
])('%s and %s are two releases', (one, other) => {
  expect(sameRelease(one, other)).toBe(false);
});
