import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { DoorLook, WatchDoorTask } from '../activities/activities.ts';
import { shut, shutGates } from '../knowledge/verdict.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import type { Standing } from './standing.ts';

const lookEvery = '1m';
/** The gate that stands for a look itself, as watch-door.ts names it. */
const unseen = 'evidenceCollected';
/** Every change is a few events of history: an evidence that never rests is looked at less often. */
const restless = { changes: 100, lookEvery: '15m' } as const;

/**
 * Looks on while people decide, by one activity at a time that returns only when something changed: a look each
 * minute would be eleven events a minute. Never throws: a watch that fails is told as a look that failed.
 */
export function watching(standing: Standing, see: (look: DoorLook) => void): { stop(): void } {
  const scope = new CancellationScope();
  void scope
    .run(() => lookOn(standing, see))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  return { stop: () => scope.cancel() };
}

async function lookOn(standing: Standing, see: (look: DoorLook) => void): Promise<void> {
  for (let changes = 0; ; changes += 1) {
    const task = {
      ...standing.task,
      digest: standing.evidence.digest,
      shut: shutGates(standing.evidence.verdicts),
      lookEvery: changes < restless.changes ? lookEvery : restless.lookEvery,
    };
    see(await look(standing, task));
  }
}

async function look(standing: Standing, task: WatchDoorTask): Promise<DoorLook> {
  try {
    return await call('watchDoor', task, `watch the door "${task.door}" until something changes`);
  } catch (error) {
    if (isCancellation(error)) throw error;
    // Not at once again: whatever it is, it will not have passed.
    if (shutGates(standing.evidence.verdicts).includes(unseen))
      await sleep(restless.lookEvery, { summary: 'then the door is looked at again' });
    return failedLook(standing, error);
  }
}

function failedLook({ evidence }: Standing, error: unknown): DoorLook {
  const remedy = 'Look at the log of the worker; it is looked at again by itself.';
  return { ...evidence, verdicts: [shut(unseen, [reportOf(error).message], remedy)], blind: true };
}
