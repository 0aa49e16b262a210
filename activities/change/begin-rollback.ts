import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackNote } from '../../knowledge/rollback-plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { lookAtRollback } from '../observe/look-at-rollback.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** Name of the file below the upgrade's folder on the host, from the first change of a way back to its end. */
export const noteFile = 'rollback.json';

/**
 * Keeps on the host which way this node goes back, and to what: from here on whoever goes on does the same, and no
 * upgrade touches the node.
 */
export async function beginRollback(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { note: earlier } = await lookAtRollback(context, task, host);
  if (earlier && earlier.stamp !== task.back.stamp) await giveUp(context, task, host, earlier);
  const note: BackNote = { ...task.back, from: task.plan.to };
  const { result } = await changeHost(context, task, host, 'keep-file', {
    step: 'beginRollback',
    args: [task.plan.tag, noteFile],
    input: `${JSON.stringify(note)}\n`,
    timeoutMillis: 60_000,
    next: 'Nothing of the node was touched: mend what is named, then retry.',
  });
  return outcomeOf(result, `${host.settings.name} goes back to ${note.release}: ${note.way}`);
}

/** What it put back was overtaken by what ran since: its record stays, and what it set aside. */
async function giveUp(context: ActivityContext, task: BackTask, host: Host, note: BackNote): Promise<void> {
  await changeHost(context, task, host, 'finish-rollback', {
    step: 'giveUpRollback',
    args: [task.plan.tag, note.stamp, 'givenUp'],
    timeoutMillis: 60_000,
    next: 'Nothing of the node was touched: mend what is named, then retry.',
  });
}
