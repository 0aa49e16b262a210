import { expect, test } from 'vitest';
import {
  effectiveStorageMode,
  modeForRoll,
  readsFormat,
  writtenFormat,
} from '../../../knowledge/cassandra/storage-mode.ts';

const yaml = (text: string) => ({ 'cassandra.yaml': text });

test('without the key 5.0 writes as 4.x and 6.0 writes as itself', () => {
  expect(effectiveStorageMode('5.0', undefined)).toBe('CASSANDRA_4');
  expect(effectiveStorageMode('6.0', undefined)).toBe('NONE');
  expect(effectiveStorageMode('4.1', undefined)).toBeNull();
});

test.each([
  ['5.0', 'CASSANDRA_5'],
  ['5.0', 'none'],
  ['6.0', 'CASSANDRA_6'],
] as const)('%s does not start with the mode %s, and that is said', (line, value) => {
  expect(() => effectiveStorageMode(line, value)).toThrow(
    expect.objectContaining({ name: 'ConfigurationRefused', message: expect.stringContaining(value) }),
  );
});

test.each([
  ['4.0.19', '', '6.0-alpha2', 'CASSANDRA_4'],
  ['4.1.10', '', '5.0.9', 'CASSANDRA_4'],
  ['5.0.9', '', '6.0-alpha2', 'CASSANDRA_4'],
  ['5.0.9', 'storage_compatibility_mode: CASSANDRA_4', '6.0-alpha2', 'CASSANDRA_4'],
  ['5.0.9', 'storage_compatibility_mode: UPGRADING', '6.0-alpha2', 'CASSANDRA_5'],
  ['5.0.9', 'storage_compatibility_mode: NONE', '6.0-alpha2', 'CASSANDRA_5'],
  ['5.0.2', 'storage_compatibility_mode: NONE', '5.0.9', 'NONE'],
  ['6.0-alpha2', '', '6.0.0', 'NONE'],
  ['6.0-alpha2', 'storage_compatibility_mode: CASSANDRA_4', '6.0-alpha2', 'CASSANDRA_4'],
  ['3.11.19', '', '4.1.10', null],
])('%s with "%s" goes to %s in %s', (from, text, to, mode) => {
  expect(modeForRoll(from, yaml(text), to).value).toBe(mode);
});

test('a cluster that left CASSANDRA_4 is never put back to it', () => {
  for (const left of ['UPGRADING', 'NONE']) {
    for (const to of ['5.0.9', '6.0-alpha2']) {
      const { value } = modeForRoll('5.0.2', yaml(`storage_compatibility_mode: ${left}`), to);
      expect(value).not.toBe('CASSANDRA_4');
    }
  }
});

test('the remarks say what going back takes', () => {
  const says = (text: string) => modeForRoll('5.0.9', yaml(text), '6.0-alpha2').remarks.join(' ');
  expect(says('')).toContain('system_schema put back from the restore point');
  expect(says('storage_compatibility_mode: NONE')).toContain('whole restore point');
  expect(says('sstable:\n  selected_format: bti\nstorage_compatibility_mode: NONE')).toContain(
    'whole restore point',
  );
});

test('a release of no known line has no mode to keep', () => {
  expect(() => modeForRoll('4.0.0.677', {}, '6.0.0')).toThrow(
    expect.objectContaining({ name: 'UnsupportedPath' }),
  );
});

test.each([
  ['4.1', null, 'big', 'big-nb'],
  ['5.0', 'CASSANDRA_4', 'big', 'big-nb'],
  ['5.0', 'UPGRADING', 'big', 'big-oa'],
  ['5.0', 'NONE', 'bti', 'bti-da'],
  ['6.0', 'CASSANDRA_4', 'big', 'big-nb'],
  ['6.0', 'CASSANDRA_5', 'big', 'big-oa'],
  ['6.0', 'UPGRADING', 'big', 'big-pa'],
  ['6.0', 'NONE', 'big', 'big-pa'],
  ['6.0', 'CASSANDRA_5', 'bti', 'bti-ea'],
] as const)('%s in %s writes %s as %s', (line, mode, format, written) => {
  expect(writtenFormat(line, mode, format)).toBe(written);
});

test('CASSANDRA_4 writes no BTI', () => {
  expect(() => writtenFormat('5.0', 'CASSANDRA_4', 'bti')).toThrow(RangeError);
});

test('a node reads sstables up to the first letter of its own, so one mode does not start on what another wrote', () => {
  expect(readsFormat('5.0', 'CASSANDRA_4', 'big-nb')).toBe(true);
  expect(readsFormat('5.0', 'CASSANDRA_4', 'big-oa')).toBe(false);
  expect(readsFormat('5.0', 'NONE', 'big-oa')).toBe(true);
  expect(readsFormat('5.0', 'NONE', 'big-pa')).toBe(false);
  expect(readsFormat('5.0', 'NONE', 'bti-ea')).toBe(false);
  expect(readsFormat('6.0', 'CASSANDRA_5', 'bti-da')).toBe(true);
  expect(readsFormat('4.0', null, 'big-mc')).toBe(true);
  expect(readsFormat('4.0', null, 'big-lb')).toBe(false);
  expect(readsFormat('3.11', null, 'big-nb')).toBe(false);
  expect(readsFormat('6.0', 'NONE', 'unheard-of')).toBe(false);
});
