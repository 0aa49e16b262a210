import { rollbackContext } from '../../knowledge/procedures/cluster-rollback.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { AsideFound, NodeTask, RollbackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, hostOf } from '../observe/host-of.ts';
import { lookAtCluster } from '../observe/look-at-cluster.ts';
import { type RollbackSigns, lookAtRollback } from '../observe/look-at-rollback.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** What ways back set aside on each node, and why it must stay where it must. Changes nothing. */
export async function findAside(
  context: ActivityContext,
  { spec }: Pick<RollbackTask, 'spec'>,
): Promise<AsideFound> {
  const inventory = await lookAtCluster(context, spec, { views: ['version', 'ring', 'gossip'] });
  const plan = rollbackContext(spec, inventory);
  const task = { spec, plan };
  const nodes = await Promise.all(
    allPlannedSettings(task).map(async (settings) => {
      const signs = await lookAtRollback(context, task, await context.hosts.get(settings));
      const { node, name } = settings;
      return { node, name, paths: signs.asides, keeps: whyKept(signs) };
    }),
  );
  return { plan, nodes };
}

function whyKept({ note, owesRepair }: RollbackSigns): string | null {
  if (note !== null) return 'its way back is half done';
  return owesRepair ? 'it owes a repair: what it set aside may be the last of its kind' : null;
}

/** Deletes it on one node. The script looks again whether it may. */
export async function forgetAside(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  context.say('deleting');
  const { result, stdout } = await changeHost(context, task, host, 'forget-aside', {
    step: 'forgetAside',
    args: [task.plan.tag],
    timeoutMillis: 45 * 60_000,
    next: 'Look at what is named; what was deleted before it stays deleted. Then say it again.',
  });
  const count = [...stdout.matchAll(/^forgot /gm)].length;
  return outcomeOf(result, `${count} folders that were set aside are deleted on ${host.settings.name}`);
}
