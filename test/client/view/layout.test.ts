import { expect, test } from 'vitest';
import { commandLines, labelled, wrapParts, wrapWords } from '../../../client/view/layout.ts';

test('words are wrapped by the columns they take, and a word too wide stands whole', () => {
  expect(wrapWords('ein 日本語 word', 10)).toEqual(['ein 日本語', 'word']);
  expect(wrapWords(`see ${'x'.repeat(20)} now`, 10)).toEqual(['see', 'x'.repeat(20), 'now']);
});

test('colour takes no columns', () => {
  expect(wrapParts(['\u001B[31mred\u001B[39m', 'blue'], 10)).toHaveLength(1);
});

test('a command is broken only before an option, in the way that a shell joins again', () => {
  const command = `temporal workflow signal --workflow-id cassandra-upgrade/prod1 --input '{"by":"a b -c"}'`;
  const lines = commandLines(command, 60);
  expect(lines.join('\n')).toBe(
    `temporal workflow signal \\\n  --workflow-id cassandra-upgrade/prod1 \\\n  --input '{"by":"a b -c"}'`,
  );
});

test('a label stands beside the first line only', () => {
  expect(labelled('gates', ['a', 'b'])).toEqual(['gates      a', '           b']);
});
