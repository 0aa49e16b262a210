import { expect, test } from 'vitest';
import { whileWatching } from '../../../activities/change/while-watching.ts';
import { fakeContext } from '../fake-context.ts';

const after = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
const sleeping = { sleep: after };

test('it gives what the work gives, having looked meanwhile', async () => {
  let looks = 0;
  const look = async () => void (looks += 1);
  expect(
    await whileWatching(
      fakeContext(sleeping),
      after(100).then(() => 'done'),
      10,
      look,
    ),
  ).toBe('done');
  expect(looks).toBeGreaterThan(2);
});

test('it looks no more when the work has ended', async () => {
  let looks = 0;
  const look = async () => void (looks += 1);
  await whileWatching(fakeContext(sleeping), after(20), 5, look);
  const then = looks;
  await after(40);
  expect(looks).toBe(then);
});

test('work that is done at once is not looked at', async () => {
  let looks = 0;
  await whileWatching(fakeContext(sleeping), Promise.resolve(1), 10_000, async () => void (looks += 1));
  expect(looks).toBe(0);
});

test('a look that fails is told, and is not the failure of the work', async () => {
  const context = fakeContext(sleeping);
  const look = () => Promise.reject(new Error('nodetool failed'));
  expect(
    await whileWatching(
      context,
      after(50).then(() => 'done'),
      5,
      look,
    ),
  ).toBe('done');
  expect(context.said).toContain('progress could not be read just now');
});

test('the failure of the work is told as it is', async () => {
  const work = after(20).then(() => Promise.reject(new Error('gave up')));
  await expect(whileWatching(fakeContext(sleeping), work, 5, async () => undefined)).rejects.toThrow(
    'gave up',
  );
});

test('cancelled, it waits for the work to end and leaves it the time for that', async () => {
  let looks = 0;
  const cancelled = fakeContext({ sleep: () => Promise.reject(new Error('cancelled')) });
  const look = async () => {
    looks += 1;
    // Else a loop that never pauses would hang this test, and the worker.
    if (looks > 1_000) await after(1);
    throw new Error('cancelled');
  };
  const work = after(50).then(() => Promise.reject(new Error('the signal ended it')));
  await expect(whileWatching(cancelled, work, 10, look)).rejects.toThrow('the signal ended it');
  expect(looks).toBeLessThan(2);
});
