import { expect, test } from 'vitest';
import { blockersOf, knownBlockers, sayAffected } from '../../../knowledge/cassandra/known-blockers.ts';
import { compareReleases, lineOf } from '../../../knowledge/cassandra/release-line.ts';

const ids = (found: ReturnType<typeof blockersOf>) => found.map(({ id }) => id);

test('every entry has one issue, a source and releases of its own lines in order', () => {
  expect(new Set(knownBlockers.map(({ id }) => id)).size).toBe(knownBlockers.length);
  for (const { id, affects, source, remedy } of knownBlockers) {
    expect(id).toMatch(/^CASSANDRA-\d+$/);
    expect(source, id).not.toBe('');
    expect(remedy, id).not.toBe('');
    for (const { line, from, before } of affects) {
      for (const bound of [from, before].filter((each) => each !== undefined))
        expect(lineOf(bound), id).toBe(line);
      if (from && before) expect(compareReleases(from, before), id).toBeLessThan(0);
    }
  }
});

test.each([
  ['3.11.1', true],
  ['3.11.2', false],
  ['3.0.31', false],
  ['4.0.7', false],
  ['what', false],
])('a target of %s has CASSANDRA-14010: %s', (release, affected) => {
  expect(ids(blockersOf(release, 'target', '3.11')).includes('CASSANDRA-14010')).toBe(affected);
});

test('what concerns a source is asked of the source alone, and only on the ways that it concerns', () => {
  expect(ids(blockersOf('3.0.12', 'source', '4.1'))).toContain('CASSANDRA-13274');
  expect(ids(blockersOf('3.0.12', 'source', '3.11'))).not.toContain('CASSANDRA-13274');
  expect(ids(blockersOf('3.0.12', 'target', '4.1'))).not.toContain('CASSANDRA-13274');
});

test('a range is said with the bounds that it has', () => {
  expect(sayAffected({ line: '4.1' })).toBe('4.1');
  expect(sayAffected({ line: '3.11', from: '3.11.1', before: '3.11.2' })).toBe(
    '3.11 from 3.11.1 before 3.11.2',
  );
});
