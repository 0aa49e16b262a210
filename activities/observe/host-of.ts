import { RingliftError } from '../../knowledge/errors.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { ClusterTask, NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';

/** A connection to the machine of the node that a task is about. */
export function hostOf(context: ActivityContext, task: NodeTask): Promise<Host> {
  return context.hosts.get(plannedSettings(task, task.node));
}

/** Settings of one planned node, under the name that the plan gave it. */
export function plannedSettings({ spec, plan }: ClusterTask, node: string): NodeSettings {
  const planned = plan.nodes.find((each) => each.node === node);
  if (!planned) {
    throw new RingliftError('PreconditionChanged', {
      where: node,
      what: 'the plan does not know this node',
      expected: plan.nodes.map((each) => each.node).join(', '),
      found: node,
      next: 'Plan again.',
    });
  }
  return { ...settingsOf(spec, node, planned.dataCenter), name: planned.name };
}

/** Settings of all planned nodes but those that stay down, in the plan's order. */
export function allPlannedSettings(task: ClusterTask): NodeSettings[] {
  const { nodes, down = [] } = task.plan;
  return nodes.filter(({ node }) => !down.includes(node)).map(({ node }) => plannedSettings(task, node));
}
