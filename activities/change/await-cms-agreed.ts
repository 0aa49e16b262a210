import { judgeCmsDescribed } from '../../knowledge/gates/cms-agreed.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings } from '../observe/host-of.ts';
import { keepLooking } from '../observe/keep-looking.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';

/** Waits until `cms describe` agrees on every node. @param members the number asked for; null: just initialized */
export async function awaitCmsAgreed(
  context: ActivityContext,
  task: ClusterTask,
  members: number | null,
): Promise<readonly Verdict[]> {
  const settings = allPlannedSettings(task);
  const { verdicts } = await keepLooking(context, task.plan.cluster, task.spec.gates, async () => {
    const observations = await lookAtNodes(context, task.spec, settings, () => ({
      views: ['version', 'cms'],
    }));
    return { verdicts: [judgeCmsDescribed(observations, { members })] };
  });
  return verdicts;
}
