import { expect, test } from 'vitest';
import {
  compareReleases,
  isBefore,
  isPreRelease,
  lineOf,
  releaseLines,
} from '../../../knowledge/cassandra/release-line.ts';

test.each([
  ['3.0.31', '3.0'],
  ['3.11.19', '3.11'],
  ['4.0.19', '4.0'],
  ['4.0-beta4', '4.0'],
  ['4.1.10', '4.1'],
  ['5.0.9', '5.0'],
  ['6.0-alpha2', '6.0'],
  ['6.0.0-alpha2', '6.0'],
  ['6.0~alpha2', '6.0'],
  ['6.0.1-SNAPSHOT', '6.0'],
])('%s is of %s', (release, line) => {
  expect(lineOf(release)).toBe(line);
});

test.each(['4.0.0.677', '4.0.0.2284', '3.9', '5.1-SNAPSHOT', '7.0.0', '2.2.19', 'unknown', '', '5', '5.0x'])(
  '%s is of no line that is known',
  (release) => {
    expect(lineOf(release)).toBeNull();
  },
);

test('releases are ordered by number, and a pre-release comes before its release', () => {
  const ordered = [
    '3.11.6',
    '3.11.19',
    '4.0-alpha2',
    '4.0-beta1',
    '4.0-rc1',
    '4.0-rc2',
    '4.0.0',
    '4.0.9',
    '4.0.19',
  ];
  const shuffled = [...ordered].reverse();
  expect(shuffled.sort((one, other) => compareReleases(one, other) ?? Number.NaN)).toEqual(ordered);
});

test('the two names of one pre-release compare as equal', () => {
  expect(compareReleases('6.0-alpha2', '6.0.0-alpha2')).toBe(0);
});

test('what is no release compares with nothing', () => {
  expect(compareReleases('5.0.9', '4.0.0.677')).toBeNull();
  expect(compareReleases('?', '5.0.9')).toBeNull();
});

test('only a release with a tag is a pre-release', () => {
  expect(isPreRelease('6.0-alpha2')).toBe(true);
  expect(isPreRelease('5.0.9')).toBe(false);
  expect(isPreRelease('4.0.0.677')).toBe(false);
});

test('lines are older than the lines after them, and not than themselves', () => {
  expect(releaseLines.map((line) => isBefore(line, '4.1'))).toEqual([true, true, true, false, false, false]);
});
