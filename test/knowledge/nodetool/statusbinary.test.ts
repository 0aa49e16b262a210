import { expect, test } from 'vitest';
import { parseStatusBinary } from '../../../knowledge/nodetool/statusbinary.ts';
import { refusal } from './refusal.ts';

test.each([
  ['running\n', true],
  ['not running\n', false],
])('%j', (text, runs) => {
  expect(parseStatusBinary(text)).toBe(runs);
});

test.each(['running', 'not run\n', 'Running!\n', 'running\nnot running\n'])('refused is %j', (text) => {
  expect(() => parseStatusBinary(text)).toThrow(refusal);
});
