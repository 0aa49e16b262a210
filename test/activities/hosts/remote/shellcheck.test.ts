import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scriptText } from '../../../../activities/hosts/remote-script.ts';

const folder = new URL('../../../../activities/hosts/remote/', import.meta.url);
const scripts = readdirSync(folder)
  .filter((file) => /^[a-z].*\.sh$/.test(file))
  .map((file) => file.slice(0, -3));
const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;

// Together with the shared functions, as a host gets it.
test.skipIf(!isInstalled).each(scripts)('shellcheck has nothing against %s (needs shellcheck)', (script) => {
  const args = ['-s', 'sh', '-S', 'warning', '-'];
  const { stdout, status } = spawnSync('shellcheck', args, { input: scriptText(script), encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test.each(scripts)('%s is read by a plain sh', (script) => {
  execFileSync('sh', ['-n'], { input: scriptText(script), stdio: ['pipe', 'ignore', 'pipe'] });
});

test('there are scripts to look at', () => {
  expect(scripts.length).toBeGreaterThan(20);
});
