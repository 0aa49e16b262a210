import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** Closes the note on the host: the node is back, and another upgrade of it begins anew. */
export async function finishRollback(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { result } = await changeHost(context, task, host, 'finish-rollback', {
    step: 'finishRollback',
    args: [task.plan.tag, task.back.stamp, 'back'],
    timeoutMillis: 60_000,
    next: 'The node runs its old release and serves: mend what is named, then retry.',
  });
  return outcomeOf(result, `${host.settings.name} is back on ${task.back.release}`);
}
