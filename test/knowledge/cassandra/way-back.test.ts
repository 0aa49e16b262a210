import { expect, test } from 'vitest';
import { sayGoingBack, wayBack } from '../../../knowledge/cassandra/way-back.ts';

test('from 6.0 in CASSANDRA_4 the schema comes from the restore point, or the node loses its keyspaces', () => {
  for (const from of ['4.0.19', '4.1.10', '5.0.9']) {
    expect(wayBack(from, '6.0-alpha2', 'CASSANDRA_4')).toBe('binaries and system_schema');
  }
  expect(sayGoingBack('binaries and system_schema')).toContain('loses its keyspaces');
});

test('from 5.0 in CASSANDRA_4, from 4.1 to 4.0 and between patches of a line the old release just starts', () => {
  expect(wayBack('4.1.10', '5.0.9', 'CASSANDRA_4')).toBe('change of binaries');
  expect(wayBack('4.0.19', '4.1.10', null)).toBe('change of binaries');
  expect(wayBack('5.0.2', '5.0.9', 'NONE')).toBe('change of binaries');
});

test('any younger format, and any release that is not known, takes the whole restore point', () => {
  expect(wayBack('5.0.9', '6.0-alpha2', 'CASSANDRA_5')).toBe('restore point');
  expect(wayBack('5.0.9', '6.0-alpha2', 'NONE')).toBe('restore point');
  expect(wayBack('4.1.10', '5.0.9', 'UPGRADING')).toBe('restore point');
  expect(wayBack('5.0.9', '6.0-alpha2', 'CASSANDRA_4', 'bti')).toBe('restore point');
  expect(wayBack('3.11.19', '4.1.10', null)).toBe('restore point');
  expect(wayBack('4.0.0.677', '6.0.0', 'CASSANDRA_4')).toBe('restore point');
});
