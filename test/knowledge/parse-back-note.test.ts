import { expect, test } from 'vitest';
import { parseBackNote } from '../../knowledge/parse-back-note.ts';

const note = {
  release: '5.0.9',
  folder: '/opt/apache-cassandra-5.0.9',
  way: 'restorePoint',
  stamp: '20261121T102732Z',
  since: '2026-11-21T10:00:00.000Z',
  from: '6.0-alpha2',
};

test('a note is read as it was written', () => {
  expect(parseBackNote('cass-1', `${JSON.stringify(note)}\n`)).toEqual(note);
});

test.each([
  ['cut off', JSON.stringify(note).slice(0, 60)],
  ['of another way than there is', JSON.stringify({ ...note, way: 'magic' })],
  ['without its folder', JSON.stringify({ ...note, folder: undefined })],
  ['with a stamp that is a path', JSON.stringify({ ...note, stamp: '../../etc' })],
])('one that is %s is refused: no other way than the one begun is taken', (_, text) => {
  expect(() => parseBackNote('cass-1', text)).toThrow(/the note of the way back .* can not be read/);
});
