import { mkdtempSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../../../lab/toolchain/held-lock.ts';

const work = mkdtempSync(join(tmpdir(), 'ringlift-held-lock-'));
afterAll(() => rm(work, { recursive: true, force: true }));

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
const lockFile = async () => join(await mkdtemp(join(work, 'ringlift-lock-')), 'deeper', 'lock');

test('two pieces of work under one lock never overlap', async () => {
  const file = await lockFile();
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await pause(30);
    inside -= 1;
  };
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
  expect(most).toBe(1);
});

test('a lock is free again after work that throws', async () => {
  const file = await lockFile();
  await expect(withLock(file, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
  await expect(withLock(file, () => Promise.resolve('in'))).resolves.toBe('in');
});

test('a lock waits for another process that holds it, and is free when that process is killed', async () => {
  const file = await lockFile();
  await withLock(file, () => Promise.resolve());
  // --no-fork: the killed process is the one that has the lock.
  const other = spawn('flock', ['--no-fork', file, 'sh', '-c', 'echo held; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(other.stdout, 'data');
  let entered = false;
  const mine = withLock(file, () => {
    entered = true;
    return Promise.resolve();
  });
  await pause(150);
  expect(entered).toBe(false);
  other.kill('SIGKILL');
  await mine;
  expect(entered).toBe(true);
});

test('a lock file that can not be made is an error that names it', async () => {
  await expect(withLock('/dev/null/folder/lock', () => Promise.resolve())).rejects.toThrow(
    '/dev/null/folder',
  );
});
