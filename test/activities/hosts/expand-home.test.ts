import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { expandHome } from '../../../activities/hosts/expand-home.ts';

test('a tilde at the start is the home folder of the worker, anything else stays', () => {
  expect(expandHome('~')).toBe(homedir());
  expect(expandHome('~/.ssh/known_hosts')).toBe(`${homedir()}/.ssh/known_hosts`);
  for (const path of ['/etc/~', '~other/x', 'a/~/b', '']) expect(expandHome(path)).toBe(path);
});
