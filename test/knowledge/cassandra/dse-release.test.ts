import { expect, test } from 'vitest';
import {
  configurationLineOf,
  dseLinesCalled,
  dseReleaseOf,
  familyOf,
} from '../../../knowledge/cassandra/dse-release.ts';
import { jdksOf } from '../../../knowledge/cassandra/jdks-of.ts';
import { olderSSTables } from '../../../knowledge/cassandra/older-sstables.ts';
import { compareReleases } from '../../../knowledge/cassandra/release-line.ts';
import { releaseOfFolder } from '../../../knowledge/cassandra/release-of-folder.ts';

test("a release of DSE is known by its own name alone, never by Apache's numbers", () => {
  expect(dseReleaseOf('dse-5.1.4')).toEqual({ version: '5.1.4', line: '5.1' });
  expect(dseReleaseOf('dse-6.7.7')).toEqual({ version: '6.7.7', line: null });
  for (const other of ['5.1.4', '3.11.0.1855', 'dse-5.1', 'dse']) expect(dseReleaseOf(other)).toBeNull();
  expect(familyOf('dse-5.1.4')).toBe('DSE 5.1');
  expect(familyOf('3.11.19')).toBe('3.11');
  expect(familyOf('3.11.0.1855')).toBeNull();
});

test.each([
  ['2.1.19.1859', ['4.8']],
  ['3.0.14.1862', ['5.0']],
  ['3.10.0.1652', ['5.1']],
  ['3.11.0.1855', ['5.1']],
  ['4.0.0.677', []],
  ['3.11.19', []],
])('%s is what nodes of %j call themselves', (called, lines) => {
  expect(dseLinesCalled(called)).toEqual(lines);
});

test('a folder of DSE names DSE, and one of Apache still Apache', () => {
  expect(releaseOfFolder('/opt/dse-5.1.4')).toBe('dse-5.1.4');
  expect(releaseOfFolder('/opt/dse-5.1.4/')).toBe('dse-5.1.4');
  expect(releaseOfFolder('/opt/apache-cassandra-3.11.19')).toBe('3.11.19');
});

test('DSE comes before every release of Apache, and is ordered within itself', () => {
  expect(compareReleases('dse-5.1.4', '3.11.19')).toBeLessThan(0);
  expect(compareReleases('3.0.31', 'dse-5.1.4')).toBeGreaterThan(0);
  expect(compareReleases('dse-4.8.9', 'dse-4.8.14')).toBeLessThan(0);
  expect(compareReleases('dse-5.1.4', 'dse-5.1.4')).toBe(0);
  expect(compareReleases('dse-5.1.4', 'what')).toBeNull();
});

test('its configuration, JDKs and sstables are those of the line that it was made from', () => {
  expect(configurationLineOf('dse-5.1.4')).toBe('3.11');
  expect(configurationLineOf('dse-4.8.14')).toBeNull();
  expect(jdksOf('dse-5.0.14')).toEqual({ line: 'dse-5.0', majors: [8] });
  expect(olderSSTables('dse-5.0.14', null, { 'big-ka': 3, 'big-mc': 2, unknown: 1 })).toEqual({
    'big-ka': 3,
    unknown: 1,
  });
  expect(olderSSTables('dse-6.7.7', null, { 'big-mc': 2 })).toBeNull();
});
