import { type CmsProgress, cmsProgress } from '../../knowledge/gates/cms-progress.ts';
import { type CmsInitiator, askInitiator, readCmsInitiator } from '../../knowledge/nodetool/cms-initiator.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { millis } from '../../knowledge/spec/duration.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { askNodetool, questionMillis } from '../hosts/nodetool.ts';
import type { Section } from '../hosts/sections.ts';
import { allPlannedSettings, plannedSettings } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';

export interface CmsLook extends CmsProgress {
  readonly observations: readonly NodeObservation[];
}

/** `cms describe` of every node that goes through the door, and how far the initialization has got by that. */
export async function lookAtCms(
  context: ActivityContext,
  task: ClusterTask,
  leftBehind: readonly NodeId[],
): Promise<CmsLook> {
  const standing = standingSettings(task, leftBehind);
  const observations = await lookAtNodes(context, task.spec, standing, () => ({ views: ['cms'] }));
  return { ...cmsProgress(observations, standing), observations };
}

/** An upgrade that began under an older release of Ringlift has a file without it. */
export function stillMillis({ cms }: ClusterTask['spec']): number {
  return millis((cms.stillLimit as string | undefined) ?? '150s');
}

export function standingSettings(task: ClusterTask, leftBehind: readonly NodeId[]): NodeSettings[] {
  return allPlannedSettings(task).filter(({ node }) => !leftBehind.includes(node));
}

/** Who began the initialization that these nodes say is under way; null for one that does not tell. Changes nothing. */
export async function askInitiators(
  context: ActivityContext,
  task: ClusterTask,
  nodes: readonly NodeId[],
): Promise<Record<NodeId, CmsInitiator | null>> {
  const told = await Promise.all(
    nodes.map(async (node) => [node, await askOne(context, task, node)] as const),
  );
  return Object.fromEntries(told);
}

async function askOne(
  context: ActivityContext,
  task: ClusterTask,
  node: NodeId,
): Promise<CmsInitiator | null> {
  try {
    const host = await context.hosts.get(plannedSettings(task, node));
    const answers = await askNodetool(host, [askInitiator], questionMillis(host.settings), context.signal);
    return readCmsInitiator(answers.get(askInitiator) as Section);
  } catch (error) {
    // It is asked only to tell a person more: without it the gate is shut all the same.
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
