import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { awaitGone, childOf, identify, isAlive, signal } from '../../../lab/machines/process-identity.ts';

test('a process is known again until it ends, and a zombie counts as gone', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const found = identify(child.pid!)!;
  expect(isAlive(found)).toBe(true);
  expect(signal(found, 'SIGKILL')).toBe(true);
  await awaitGone(found, 5_000);
  expect(signal(found, 'SIGKILL')).toBe(false);
});

test('a process with the same id that started at another time is not the same process, and gets no signal', () => {
  const own = identify(process.pid)!;
  const earlier = { ...own, startTicks: '1' };
  expect(isAlive(earlier)).toBe(false);
  expect(signal(earlier, 'SIGKILL')).toBe(false);
});

test('awaitGone says which process outlived the limit', async () => {
  await expect(awaitGone(identify(process.pid)!, 30)).rejects.toThrow(`process ${process.pid} still lives`);
});

test('childOf finds the child of a process, and nothing below one without children', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & wait']);
  await expect.poll(() => childOf(parent.pid!)).toBeTypeOf('number');
  const child = childOf(parent.pid!)!;
  expect(childOf(child)).toBeUndefined();
  for (const pid of [parent.pid!, child]) signal(identify(pid)!, 'SIGKILL');
});
