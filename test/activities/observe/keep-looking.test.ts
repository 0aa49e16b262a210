import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GateShutError, keepLooking } from '../../../activities/observe/keep-looking.ts';
import { open, shut } from '../../../knowledge/verdict.ts';
import { fakeContext } from '../fake-context.ts';

const gates = { patience: '1m', lookEvery: '5s' };
const isOpen = open('ringUp', ['all UN']);
const isShut = shut('schemaAgreed', ['two versions', 'a', 'b', 'c'], 'Wait for the schema.');

// No time passes but what is slept.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function sleeping() {
  const context = fakeContext({ sleep: async (millis) => void vi.setSystemTime(Date.now() + millis) });
  return context;
}

test('gates that are open at the first look are open', async () => {
  const context = sleeping();
  const found = await keepLooking(context, 'prod1', gates, async () => ({
    verdicts: [isOpen],
    evidence: 'sha256:1',
  }));
  expect(found).toEqual({ verdicts: [isOpen], evidence: 'sha256:1', looks: 1 });
  expect(context.said).toEqual([]);
});

test('a shut gate is looked at again, told by name, until it opens', async () => {
  const context = sleeping();
  let looks = 0;
  const look = async () => ({
    verdicts: [isOpen, (looks += 1) < 3 ? isShut : open('schemaAgreed', ['one'])],
  });
  const from = Date.now();
  expect((await keepLooking(context, 'prod1', gates, look)).looks).toBe(3);
  expect(Date.now() - from).toBe(10_000);
  expect(context.said).toEqual(['look 1: shut: schemaAgreed', 'look 2: shut: schemaAgreed']);
});

test('when patience is over it gives up with the verdicts of the last look and what to do', async () => {
  const given = keepLooking(sleeping(), 'cass2', gates, async () => ({ verdicts: [isOpen, isShut] }));
  const error = await given.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(GateShutError);
  expect(error).toMatchObject({ name: 'GateShut', verdicts: [isOpen, isShut] });
  expect(String(error)).toContain(
    'cass2: 1 of 2 gates stayed shut for 1m (13 looks): found schemaAgreed: two versions; a; b. Nothing was changed. Wait for the schema.',
  );
});

test('a look that takes longer than the patience is done once more before a person is asked', async () => {
  const context = sleeping();
  const slow = async () => {
    vi.setSystemTime(Date.now() + 70_000);
    return { verdicts: [isShut] };
  };
  await expect(keepLooking(context, 'cass6', gates, slow)).rejects.toMatchObject({
    message: expect.stringContaining('for 1m (2 looks)'),
  });
});

test('no verdict is no open gate', async () => {
  const given = keepLooking(sleeping(), 'prod1', gates, async () => ({ verdicts: [] }));
  await expect(given).rejects.toMatchObject({
    name: 'GateShut',
    message: expect.stringContaining('no verdict'),
  });
});

test('a look that fails is told at once', async () => {
  const look = () => Promise.reject(new Error('host key changed'));
  await expect(keepLooking(sleeping(), 'prod1', gates, look)).rejects.toThrow('host key changed');
});

test('cancelled, it looks no more', async () => {
  let looks = 0;
  const context = fakeContext({ sleep: () => Promise.reject(new Error('cancelled')) });
  const look = async () => ({ verdicts: [isShut], looks: (looks += 1) });
  await expect(keepLooking(context, 'prod1', gates, look)).rejects.toThrow('cancelled');
  expect(looks).toBe(1);
});
