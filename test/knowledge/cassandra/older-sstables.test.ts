import { expect, test } from 'vitest';
import { olderSSTables, saySSTables, writtenBy } from '../../../knowledge/cassandra/older-sstables.ts';

test.each([
  ['3.11.0', null, 'mc'],
  ['3.11.6', null, 'md'],
  ['3.11.11', null, 'me'],
  ['3.0.8', null, 'mc'],
  ['3.0.31', null, 'me'],
  ['4.0-rc1', null, 'na'],
  ['4.0.7', null, 'nb'],
  ['4.1.10', null, 'nb'],
  ['5.0.9', 'CASSANDRA_4', 'nb'],
  ['5.0.9', 'NONE', 'oa'],
  ['6.0-alpha2', 'CASSANDRA_5', 'oa'],
  ['6.0-alpha2', 'NONE', 'pa'],
] as const)('%s in %s writes big-%s', (release, mode, big) => {
  expect(writtenBy(release, mode)?.big).toBe(big);
});

test('of a release that is not known, or a mode that it has not, nothing is told', () => {
  expect(writtenBy('7.0.0', null)).toBeNull();
  expect(writtenBy('5.0.9', 'CASSANDRA_5')).toBeNull();
  expect(olderSSTables('7.0.0', null, { 'big-nb': 1 })).toBeNull();
});

test('older is what this very release would not write any more', () => {
  const found = { 'big-ka': 1, 'big-mc': 2, 'big-md': 3, 'big-me': 4 };
  expect(olderSSTables('3.11.6', null, found)).toEqual({ 'big-ka': 1, 'big-mc': 2 });
  expect(olderSSTables('3.11.11', null, found)).toEqual({ 'big-ka': 1, 'big-mc': 2, 'big-md': 3 });
  expect(olderSSTables('4.0.7', null, { 'big-nb': 9 })).toEqual({});
});

test('BTI beside BIG is not older for being another format', () => {
  expect(olderSSTables('5.0.9', 'NONE', { 'big-oa': 1, 'bti-da': 1, 'big-nb': 2 })).toEqual({ 'big-nb': 2 });
  expect(olderSSTables('6.0-alpha2', 'NONE', { 'bti-da': 1, 'bti-ea': 1 })).toEqual({ 'bti-da': 1 });
  expect(olderSSTables('5.0.9', 'CASSANDRA_4', { 'bti-da': 1 })).toEqual({});
});

test('a name that tells no format counts as old', () => {
  expect(olderSSTables('4.1.10', null, { unknown: 2, 'big-nb': 1 })).toEqual({ unknown: 2 });
  expect(saySSTables({ unknown: 2, 'big-mc': 1 })).toBe('2 unknown, 1 big-mc');
  expect(saySSTables({})).toBe('none');
});
