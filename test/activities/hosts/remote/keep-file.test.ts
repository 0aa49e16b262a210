import { afterEach, beforeEach, expect, test } from 'vitest';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const file = `state/prod1/${tag}/baseline.json`;

test('what is given is kept, and read again byte for byte', async () => {
  const input = '{"says":"it\'s $HOME\\n"}\n';
  expect((await keep(input)).stdout).toBe('result: done\n');
  expect(bench.read(file)).toBe(input);
  expect((await bench.run('read-kept', [bench.path(file)])).stdout).toBe(input);
});

test('what was kept first stays', async () => {
  await keep('first');
  expect((await keep('second')).stdout).toBe('result: alreadyDone\n');
  expect(bench.read(file)).toBe('first');
});

test('kept anew it takes the place of what was there', async () => {
  await keep('first');
  const anew = await bench.change('keep-file', [tag, 'baseline.json', 'anew'], { input: 'second' });
  expect(anew.stdout).toBe('result: done\n');
  expect(bench.read(file)).toBe('second');
});

test('what was kept is forgotten once', async () => {
  await keep('first');
  const forget = () => bench.change('forget-file', [tag, 'baseline.json']);
  expect((await forget()).stdout).toBe('result: done\n');
  expect(bench.has(file)).toBe(false);
  expect((await forget()).stdout).toBe('result: alreadyDone\n');
});

test('what was never kept reads as nothing', async () => {
  expect(await bench.run('read-kept', [bench.path(file)])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('cut off before it is whole, nothing is kept, and it is kept by running again', async () => {
  const run = bench.change('keep-file', [tag, 'baseline.json'], { input: 'first', cutOffAt: 2 });
  expect((await run).exitCode).toBeNull();
  expect(bench.has(file)).toBe(false);
  expect((await keep('second')).stdout).toBe('result: done\n');
  expect(bench.read(file)).toBe('second');
});

function keep(input: string) {
  return bench.change('keep-file', [tag, 'baseline.json'], { input });
}
