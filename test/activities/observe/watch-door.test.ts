import { expect, test } from 'vitest';
import type { DoorEvidence, WatchDoorTask } from '../../../activities/activities.ts';
import { watchDoor } from '../../../activities/observe/watch-door.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import { open, shut } from '../../../knowledge/verdict.ts';
import { clusterAtTheDoor, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext } from '../fake-context.ts';

const task: WatchDoorTask = {
  spec: healthySpec(),
  plan: planFor(clusterAtTheDoor()),
  door: 'cms',
  skipped: [],
  digest: 'sha256:a',
  shut: [],
  lookEvery: '1m',
};
const seen = (digest: string, isOpen = true): DoorEvidence => ({
  digest,
  facts: [`facts of ${digest}`],
  verdicts: [isOpen ? open('allUp', ['3 nodes UN']) : shut('allUp', ['cass2 is DN'], 'Bring it up.')],
  warning: 'no way back',
});

/** Looks one after the other; an Error is thrown. Ends by itself when they are used up. */
function watch(looks: readonly (DoorEvidence | Error)[], changes: Partial<WatchDoorTask> = {}) {
  const context = fakeContext();
  const left = [...looks];
  const result = watchDoor(context, { ...task, ...changes }, async () => {
    const next = left.shift() ?? new Error('no look left');
    if (next instanceof Error) throw next;
    return next;
  });
  return { context, result };
}

test('looks every minute, and returns only when two looks after each other show something else', async () => {
  const { context, result } = watch([seen('sha256:a'), seen('sha256:a'), seen('sha256:b'), seen('sha256:b')]);
  expect(await result).toMatchObject({ digest: 'sha256:b', facts: ['facts of sha256:b'], blind: false });
  expect(context.slept).toEqual([60_000, 60_000, 60_000, 15_000]);
});

test('what has passed at the second look was no change', async () => {
  const { context, result } = watch([
    seen('sha256:b'),
    seen('sha256:a'),
    seen('sha256:a', false),
    seen('sha256:a', false),
  ]);
  expect(await result).toMatchObject({ verdicts: [{ gate: 'allUp', open: false }] });
  expect(context.slept).toEqual([60_000, 15_000, 60_000, 15_000]);
});

test('returns when the gates that were shut have opened', async () => {
  const { result } = watch([seen('sha256:a', false), seen('sha256:a'), seen('sha256:a')], {
    shut: ['allUp'],
  });
  expect(await result).toMatchObject({ digest: 'sha256:a', verdicts: [{ open: true }] });
});

test('says so when nothing can be seen, and looks on until something can', async () => {
  const silent = new RingliftError('NodeUnreachable', {
    where: 'prod1',
    what: 'no node of the file told who the members are',
    next: 'Check the network.',
  });
  const { result } = watch([silent, silent]);
  expect(await result).toMatchObject({
    blind: true,
    verdicts: [
      { gate: 'evidenceCollected', open: false, remedy: expect.stringContaining('Check the network.') },
    ],
  });
  const later = watch([silent, silent, seen('sha256:a'), seen('sha256:a')], { shut: ['evidenceCollected'] });
  expect(await later.result).toMatchObject({ blind: false, digest: 'sha256:a' });
});

test('a defect of its own is no blind look', async () => {
  await expect(watch([new TypeError('a defect')]).result).rejects.toThrow('a defect');
});
