import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { startService } from './start-node.ts';

/** Starts the old release, on data folders that hold what was put back. */
export function startBack(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const { release, folder } = task.back;
  return startService(context, task, {
    step: 'startBack',
    release,
    folder,
    next: 'The node is switched back, and was not started by this. Mend what is named, then retry.',
  });
}
