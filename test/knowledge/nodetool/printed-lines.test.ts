import { expect, test } from 'vitest';
import { printedLines } from '../../../knowledge/nodetool/printed-lines.ts';
import { refusal } from './refusal.ts';

test('noise is dropped, blank lines and trailing blanks are kept', () => {
  const text = 'WARNING: illegal access\r\n  one  \r\n\r\nWARN  10:01:59 x\ntwo\n';
  expect(printedLines('status', text)).toEqual(['  one  ', '', 'two']);
});

test('a word of warning that is no log line is not noise', () => {
  expect(printedLines('status', 'WARNING\nWARNED 1\nINFORMATION\n')).toHaveLength(3);
});

test.each(['', '\n', 'one\ntwo', 'one\r', 'WARNING: x\n'])('refused is %j', (text) => {
  expect(() => printedLines('status', text)).toThrow(refusal);
});
