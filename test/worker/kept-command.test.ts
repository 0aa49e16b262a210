import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { keptCommand } from '../../worker/kept-command.ts';

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a kept program gets SIGTERM when its starter is killed with SIGKILL, so that it holds no port afterwards', async () => {
  const command = keptCommand('sh', ['-c', 'echo $$; exec sleep 600']);
  const starter = `
    const [program, words] = ${JSON.stringify(command)};
    const kept = require('node:child_process').spawn(program, words, { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
    setInterval(() => undefined, 1000);`;
  const owner = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const kept = Number(line.toString());
  expect(lives(kept)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => lives(kept), { timeout: 5_000 }).toBe(false);
});

test('closing its standard input ends it, and its exit code comes through', async () => {
  const [program, words] = keptCommand('sh', ['-c', 'trap "exit 7" TERM; while :; do sleep 0.05; done']);
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('a program that ends by itself is not waited for', async () => {
  const [program, words] = keptCommand('sh', ['-c', 'exit 3']);
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  expect(await once(child, 'exit')).toEqual([3, null]);
  child.stdin.end();
});
