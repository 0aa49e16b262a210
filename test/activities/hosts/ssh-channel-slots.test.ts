import { expect, test } from 'vitest';
import { ChannelSlots } from '../../../activities/hosts/ssh-channel-slots.ts';

/** Asks for a slot and notes when the turn comes. */
function asker(slots: ChannelSlots, turns: number[]) {
  return async (name: number, signal?: AbortSignal) => {
    const leave = await slots.enter(signal);
    turns.push(name);
    return leave;
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('eight are let in at once, the others in the order of asking', async () => {
  const slots = new ChannelSlots();
  const turns: number[] = [];
  const ask = asker(slots, turns);
  const leaves = Array.from({ length: 12 }, (_, index) => ask(index));
  await settle();
  expect(turns).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  (await leaves[3]!)();
  (await leaves[0]!)();
  await settle();
  expect(turns.slice(8)).toEqual([8, 9]);
});

test('a newcomer does not overtake one who waits', async () => {
  const slots = new ChannelSlots();
  const turns: number[] = [];
  const ask = asker(slots, turns);
  const first = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(index)));
  const waiting = ask(8);
  first[0]!();
  const newcomer = ask(9);
  await waiting;
  await settle();
  expect(turns.slice(8)).toEqual([8]);
  first[1]!();
  await newcomer;
});

test('giving a slot back twice gives it back once', async () => {
  const slots = new ChannelSlots();
  const turns: number[] = [];
  const ask = asker(slots, turns);
  const first = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(index)));
  void ask(8);
  void ask(9);
  first[0]!();
  first[0]!();
  await settle();
  expect(turns.slice(8)).toEqual([8]);
});

test('who stops waiting does not take a turn', async () => {
  const slots = new ChannelSlots();
  const turns: number[] = [];
  const ask = asker(slots, turns);
  const first = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(index)));
  const abort = new AbortController();
  const given = ask(8, abort.signal);
  const after = ask(9);
  abort.abort(new Error('no longer'));
  await expect(given).rejects.toThrow('no longer');
  first[0]!();
  await after;
  expect(turns.slice(8)).toEqual([9]);
  await expect(ask(10, abort.signal)).rejects.toThrow('no longer');
});

test('after a refused session fewer are let in', async () => {
  const slots = new ChannelSlots();
  const turns: number[] = [];
  const ask = asker(slots, turns);
  const [one, two, three] = await Promise.all([ask(0), ask(1), ask(2)]);
  expect(slots.narrow()).toBe(true); // The third was refused: two are what the host allows.
  three!();
  void ask(3);
  await settle();
  expect(turns).toEqual([0, 1, 2]);
  one!();
  await settle();
  expect(turns).toEqual([0, 1, 2, 3]);
  two!();
});

test('a host that refuses the only session allows none', async () => {
  const slots = new ChannelSlots();
  await slots.enter();
  expect(slots.narrow()).toBe(false);
});
