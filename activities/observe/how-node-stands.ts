import { type NodeStanding, nodeStanding } from '../../knowledge/node-standing.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, plannedSettings } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import { unseen } from './look-at-node.ts';

/** Looks at one node and at what its peers see of it. Changes nothing. */
export async function howNodeStands(context: ActivityContext, task: NodeTask): Promise<NodeStanding> {
  const { spec, node, beside = [] } = task;
  const own = plannedSettings(task, node);
  const peers = allPlannedSettings(task).filter((each) => each.node !== node && !beside.includes(each.node));
  const [[seen], views] = await Promise.all([
    lookAtNodes(context, spec, [own], () => ({ views: ['version', 'net'], host: true, cql: true })),
    lookAtNodes(context, spec, peers, () => ({ views: ['ring'] })),
  ]);
  return nodeStanding(seen ?? unseen(node, own.name), views, context.owner);
}
