import { spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { nodeMarker, processesOf } from '../../../lab/machines/marked-processes.ts';
import { signal } from '../../../lab/machines/process-identity.ts';

const folder = `/nowhere/marked-${process.pid}`;

afterEach(() => {
  for (const found of processesOf(folder)) signal(found, 'SIGKILL');
});

test('processesOf finds what carries the mark although its parent is gone, and only that', async () => {
  const orphans = ['sleep 60 & sleep 60 &'];
  spawn('setsid', ['sh', '-c', ...orphans], {
    env: { ...process.env, [nodeMarker]: folder },
    stdio: 'ignore',
  });
  await expect.poll(() => processesOf(folder).length).toBe(2);
  expect(processesOf(`${folder}-other`)).toEqual([]);
});

test('processesOf finds a process and its descendants without a mark', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & wait'], { stdio: 'ignore' });
  await expect.poll(() => processesOf(folder, parent.pid).length).toBe(2);
  for (const found of processesOf(folder, parent.pid)) signal(found, 'SIGKILL');
});
