import { expect, test } from 'vitest';
import { dispositionOf } from '../../../knowledge/errors.ts';
import { unreadableOutput } from '../../../knowledge/nodetool/unreadable-output.ts';
import { parseVersion } from '../../../knowledge/nodetool/version.ts';

test('a refusal says which command, what was expected, what was found and what a person does', () => {
  expect(() => parseVersion('Hello\n')).toThrow(
    'nodetool version: the output does not read as that of this command: ' +
      'expected "ReleaseVersion: " and a release, found Hello. Nothing was changed. ' +
      'Run `nodetool version` on the node by hand and look at what it prints: whole, and of this command?',
  );
});

test('trying again by itself does not follow on a refusal', () => {
  expect(dispositionOf[unreadableOutput('status', { what: 'a', expected: 'b', found: 'c' }).name]).toBe(
    'stop',
  );
});

test('what was found is shown on one line and shortened', () => {
  const found = `a\u001B[31m\tb\n${'c'.repeat(500)}`;
  const { parts } = unreadableOutput('status', { what: 'a', expected: 'b', found });
  expect(parts.found).toMatch(/^a \[31m bc? ?c+\.\.\.$/);
  expect(parts.found?.length).toBeLessThan(130);
});

test("another tool is not called nodetool's command", () => {
  expect(unreadableOutput('dsetool ring', { what: 'a', expected: 'b', found: 'c' }).parts.where).toBe(
    'dsetool ring',
  );
});
