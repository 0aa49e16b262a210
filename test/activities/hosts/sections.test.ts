import { expect, test } from 'vitest';
import { decoded, readSections } from '../../../activities/hosts/sections.ts';

test('sections are read among other lines, empty outputs as nothing', () => {
  const output = 'result of another tool\nname 0 aGVyZQ== -\nresult: asked\nlog 1 - bm8gbG9n\n';
  expect(readSections('cass1', output, ['name', 'log'])).toEqual({
    name: { exitCode: 0, stdout: 'here', stderr: '' },
    log: { exitCode: 1, stdout: '', stderr: 'no log' },
  });
});

test.each([
  ['nothing', ''],
  ['a line without an exit code', 'name  aGVyZQ== -\n'],
  ['a line that was cut off before its last output', 'name 0 aGVyZQ==\n'],
  ['a line whose last output is empty', 'name 0 aGVyZQ== \n'],
])('%s is no section, and which lacks is told', (_, output) => {
  expect(() => readSections('cass1', output, ['name'])).toThrow(
    expect.objectContaining({
      name: 'UnreadableOutput',
      message: expect.stringMatching(
        /^cass1: .*expected sections name, found none of name in \d+ characters/,
      ),
    }),
  );
});

test('base64 is read as UTF-8, and a dash as nothing', () => {
  expect([decoded('w6k='), decoded('-')]).toEqual(['é', '']);
});
