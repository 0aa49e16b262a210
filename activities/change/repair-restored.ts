import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { lookAtRollback } from '../observe/look-at-rollback.ts';
import { requireOldRelease } from './require-old-release.ts';
import { runRepair } from './run-repair.ts';
import { settleRepair } from './settle-repair.ts';

/**
 * The full repair that a node owes which got a restore point back: what was written since comes from replicas that were
 * not restored. Never while another release runs.
 * @throws RingliftError RepairFailed; PreconditionChanged while releases are mixed
 */
export async function repairRestored(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const { owesRepair } = await lookAtRollback(context, task, host);
  if (!owesRepair) return { outcome: 'alreadyDone', says: `${name} owes no repair` };
  const release = await requireOldRelease(context, task, name, {
    expected: 'every node back on its old release',
    next: 'Bring the others back first, then retry; or leave it out with a reason: it stays owed.',
  });
  const evidence = await runRepair(context, task, host, {
    step: 'repairRestored',
    release,
    primaryRange: false,
  });
  await settleRepair(context, task, host);
  const says = `${name} is repaired (-full -seq): it has what the replicas have that were not restored`;
  return { outcome: 'done', says, evidence };
}
