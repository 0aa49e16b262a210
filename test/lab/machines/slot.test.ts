import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leaveSlot, takeSlot } from '../../../lab/machines/slot.ts';

let locks: string;
beforeEach(async () => void (locks = await mkdtemp(join(tmpdir(), 'slot-test-'))));
afterEach(() => rm(locks, { recursive: true }));

const anyIndex = () => true;

test('two labs at once get different slots, and a slot that was left is taken again', async () => {
  const [first, second] = await Promise.all([
    takeSlot('/one', anyIndex, locks),
    takeSlot('/two', anyIndex, locks),
  ]);
  expect(new Set([first.index, second.index])).toEqual(new Set([0, 1]));
  await leaveSlot(first);
  expect((await takeSlot('/three', anyIndex, locks)).index).toBe(first.index);
});

test('a slot whose network something else uses is passed over', async () => {
  expect((await takeSlot('/one', (index) => index > 2, locks)).index).toBe(3);
});

test('the slot of a dead claimer is free again, unless its lab still stands', async () => {
  const dead = { pid: 2 ** 22, startTicks: '1' };
  const folder = join(locks, 'lab');
  await mkdir(folder);
  await mkdir(join(locks, 'ringlift-lab-0'));
  await writeFile(join(locks, 'ringlift-lab-0/claim.json'), JSON.stringify({ folder, by: dead }));

  await writeFile(join(folder, 'lab.json'), '{}');
  expect((await takeSlot('/next', anyIndex, locks)).index).toBe(1);

  await rm(join(folder, 'lab.json'));
  expect((await takeSlot('/next', anyIndex, locks)).index).toBe(0);
});
