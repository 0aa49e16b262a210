import { RingliftError } from '../../knowledge/errors.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import { shut, shutGates } from '../../knowledge/verdict.ts';
import type { DoorLook, WatchDoorTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { collectDoorEvidence } from './collect-door-evidence.ts';

/** How long a change must last to be believed: a lost packet must not void what people approved. */
const againAfterMillis = 15_000;

/**
 * Looks at what stands before a door, again and again, and returns only when it is another evidence, when other gates
 * are shut, or when nothing can be seen any more. A difference counts once a second look shows it too.
 */
export async function watchDoor(
  context: ActivityContext,
  task: WatchDoorTask,
  collect: typeof collectDoorEvidence = collectDoorEvidence,
): Promise<DoorLook> {
  for (let looks = 1; ; looks += 1) {
    await context.sleep(millis(task.lookEvery));
    const first = await look(context, task, collect);
    if (isSame(task, first)) {
      context.say(`look ${looks}: nothing changed`);
      continue;
    }
    context.say(`look ${looks}: something changed, looking again`);
    await context.sleep(againAfterMillis);
    const second = await look(context, task, collect);
    if (!isSame(task, second)) return second;
  }
}

async function look(
  context: ActivityContext,
  task: WatchDoorTask,
  collect: typeof collectDoorEvidence,
): Promise<DoorLook> {
  try {
    return { ...(await collect(context, task)), blind: false };
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    const remedy = `${error.parts.next} It is looked at again by itself.`;
    const verdicts = [shut('evidenceCollected', [error.message], remedy)];
    return { digest: task.digest, facts: [], verdicts, warning: '', blind: true };
  }
}

function isSame(task: WatchDoorTask, seen: DoorLook): boolean {
  return seen.digest === task.digest && shutGates(seen.verdicts).join() === task.shut.join();
}
