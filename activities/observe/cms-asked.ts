import { cmsReplication } from '../../knowledge/gates/cms-replication.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';

export interface CmsAsked {
  readonly words: readonly string[];
  readonly members: number;
}

/**
 * The members that the plan asks for; where nodes were left behind since it was made, those that the nodes that are left
 * can hold. It is what the evidence before the door said, and what was approved.
 * @throws RingliftError InvalidSpec when they are too few for what the file asks
 */
export function cmsAsked(
  { spec, plan }: ClusterTask,
  skipped: readonly NodeId[],
  planned: readonly string[],
): CmsAsked {
  if (skipped.length === 0) return { words: planned, members: membersOf(planned) };
  const leftBehind = [...skipped, ...(plan.down ?? [])];
  const standing = plan.nodes.filter(({ node }) => !leftBehind.includes(node));
  return cmsReplication(spec, standing);
}

/** `3`, or `dc1:3 dc2:3`. */
function membersOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + Number(word.split(':').at(-1)), 0);
}
