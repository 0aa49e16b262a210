import { judgeCmsDescribed } from '../../knowledge/gates/cms-agreed.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { keepLooking } from '../observe/keep-looking.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import { standingSettings } from '../observe/look-at-cms.ts';

/**
 * Waits until `cms describe` agrees on every node.
 * @param members the number asked for; null: just initialized
 * @param leftBehind nodes that were ignored: nobody asks them any more
 */
export async function awaitCmsAgreed(
  context: ActivityContext,
  task: ClusterTask,
  members: number | null,
  leftBehind: readonly NodeId[] = [],
): Promise<readonly Verdict[]> {
  const settings = standingSettings(task, leftBehind);
  const { verdicts } = await keepLooking(context, task.plan.cluster, task.spec.gates, async () => {
    const observations = await lookAtNodes(context, task.spec, settings, () => ({
      views: ['version', 'cms'],
    }));
    return { verdicts: [judgeCmsDescribed(observations, { members })] };
  });
  return verdicts;
}
