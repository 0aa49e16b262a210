import { expect, test } from 'vitest';
import { judgeHop, newerOf } from '../../../knowledge/cassandra/hops.ts';

test.each([
  ['3.0.31', '3.11.19'],
  ['3.0.31', '4.0.19'],
  ['3.0.31', '4.1.10'],
  ['3.11.19', '4.0.19'],
  ['3.11.19', '4.1.10'],
  ['4.0.19', '4.1.10'],
  ['4.0.19', '5.0.9'],
  ['4.0.19', '6.0-alpha2'],
  ['4.1.10', '5.0.9'],
  ['4.1.10', '6.0-alpha2'],
  ['5.0.9', '6.0-alpha2'],
  ['5.0.2', '5.0.9'],
  ['6.0-alpha2', '6.0.0'],
])('%s to %s is a supported hop', (from, to) => {
  expect(judgeHop(from, to).supported).toBe(true);
});

test.each([
  ['3.11.19', '5.0.9', ['3.11', '4.1', '5.0']],
  ['3.11.19', '6.0-alpha2', ['3.11', '4.1', '6.0']],
  ['3.0.31', '5.0.9', ['3.0', '4.1', '5.0']],
  ['3.0.31', '6.0-alpha2', ['3.0', '4.1', '6.0']],
])('%s to %s is refused with the way that works', (from, to, instead) => {
  expect(judgeHop(from, to)).toMatchObject({ supported: false, instead });
});

test.each([
  ['6.0-alpha2', '5.0.9'],
  ['5.0.9', '5.0.2'],
  ['6.0.0', '6.0-alpha2'],
])('%s to %s is refused as a downgrade, without another way', (from, to) => {
  const verdict = judgeHop(from, to);
  expect(verdict).toMatchObject({ supported: false, instead: [] });
  expect(verdict.supported === false && verdict.reason).toContain('downgrade');
});

test.each([
  ['4.0.0.677', '5.0.9', '4.0.0.677'],
  ['5.0.9', '7.0.0', '7.0.0'],
  ['what', '6.0.0', 'what'],
])('a release of no known line is refused by its name: %s to %s', (from, to, named) => {
  const verdict = judgeHop(from, to);
  expect(verdict.supported === false && verdict.reason).toContain(named);
});

test('releases that corrupt schema across majors are refused as sources of 4.x, by the release that does not', () => {
  expect(judgeHop('3.0.12', '4.0.19')).toMatchObject({
    supported: false,
    reason: expect.stringContaining('3.0.13'),
  });
  expect(judgeHop('3.0.12', '3.11.19').supported).toBe(true);
  expect(judgeHop('3.0.13', '4.0.19').supported).toBe(true);
});

test('a source whose tracing breaks connections is taken, and said', () => {
  const notes = (from: string) => {
    const verdict = judgeHop(from, '4.1.10');
    return verdict.supported ? verdict.notes.join(' ') : '';
  };
  expect(notes('3.11.5')).toContain('CASSANDRA-15385');
  expect(notes('3.11.6')).not.toContain('CASSANDRA-15385');
});

test('a hop over a line says what that line changed too', () => {
  const verdict = judgeHop('4.0.19', '6.0-alpha2');
  const notes = verdict.supported ? verdict.notes.join(' ') : '';
  expect(notes).toContain('Java 8');
  expect(notes).toContain('cluster metadata service');
});

test('a target with a known defect is no release to stay on', () => {
  const verdict = judgeHop('3.11.11', '4.0.7');
  expect(verdict.supported && verdict.notes.join(' ')).toContain('CASSANDRA-18105');
});

test.each([
  ['3.0.31', '3.11.1', 'CASSANDRA-14010'],
  ['3.11.0', '3.11.1', 'CASSANDRA-14092'],
  ['3.11.19', '4.0-beta2', 'CASSANDRA-15833'],
])('%s to %s is refused for its defects, unless somebody insists on it', (from, to, id) => {
  expect(judgeHop(from, to)).toMatchObject({ supported: false, unsafe: true, instead: [] });
  const refused = judgeHop(from, to);
  expect(refused.supported === false && refused.reason).toContain(id);
  const insisted = judgeHop(from, to, [to]);
  expect(insisted.supported && insisted.notes.join(' ')).toContain(`the file insists on it`);
  expect(judgeHop(from, to, ['5.0.9'])).toMatchObject({ supported: false, unsafe: true });
});

test('nobody can insist on a hop that is impossible', () => {
  expect(judgeHop('3.0.12', '4.0.19', ['4.0.19', '3.0.12']).supported).toBe(false);
  expect(judgeHop('3.11.19', '5.0.9', ['5.0.9']).supported).toBe(false);
});

test.each([
  ['3.11.11', '3.11.19'],
  ['5.0.9', null],
  ['5.0.99', null],
  ['6.0-alpha1', '6.0-alpha2'],
  ['7.0.0', null],
])('of %s the newest release of its line that is advised is %s', (release, newest) => {
  expect(newerOf(release)).toBe(newest);
});
