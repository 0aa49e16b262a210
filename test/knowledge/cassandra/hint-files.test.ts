import { expect, test } from 'vitest';
import { hintsIn } from '../../../knowledge/cassandra/hint-files.ts';

const one = '16bee636-0ed9-49c2-bbe9-d7172be371a0';
const other = '6d194555-f6eb-41d0-c000-000000000002';

test('files are summed by whom they are for', () => {
  const listing = [
    'process 4711/99 12',
    `hints 120 ${one}-1751371200000-1.hints`,
    `hints 80 ${one.toUpperCase()}-1751371260000-2.hints`,
    `hints 7 ${other}-1751371200000-3.hints`,
    'whole',
  ].join('\n');
  expect(hintsIn('cass1', listing)).toEqual([
    { hostId: one, files: 2, bytes: 200 },
    { hostId: other, files: 1, bytes: 7 },
  ]);
  expect(hintsIn('cass1', 'whole\n')).toEqual([]);
});

test.each(['hints 120 notes.hints', `hints ? ${one}-1-1.hints`, `hints 120 ${one}.hints`])(
  'a file that is named otherwise is not understood: %s',
  (line) => {
    expect(() => hintsIn('cass1', line)).toThrow(
      expect.objectContaining({ name: 'UnreadableOutput', message: expect.stringContaining('cass1') }),
    );
  },
);
