import { type NodeSeen, planNodeUpgrade } from '../../knowledge/procedures/node-upgrade.ts';
import type { NodePlan } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { releaseOfFolder } from '../hosts/release-folder.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { hostOf } from './host-of.ts';
import { lookAtNode } from './look-at-node.ts';

/** Looks at one node and plans the steps that it still needs. */
export async function planNode(context: ActivityContext, task: NodeTask): Promise<NodePlan> {
  const host = await hostOf(context, task);
  const seen = await lookAtNode(
    host,
    { views: ['version'], host: true },
    {
      evidence: context.evidence,
      stateFolder: stateFolderOf(host.settings, task.plan),
      signal: context.signal,
    },
  );
  const facts: NodeSeen = {
    name: seen.name,
    running: seen.running === true,
    runningRelease: seen.version?.release ?? null,
    installedRelease: seen.host?.releaseInUse ? releaseOfFolder(seen.host.releaseInUse) : null,
    inHand: seen.host?.lockedBy === context.owner,
  };
  return planNodeUpgrade(task.plan, task.node, facts);
}
