import type { Inventory } from '../inventory.ts';
import type { NodeId } from '../topology.ts';

/**
 * Members whose state the preflight does not judge: those that the file allows to be down, and those that an earlier run
 * of this upgrade left half done, which come first in the plan and prove themselves there.
 */
export function leftOutOf({ down = [], inHand = [] }: Pick<Inventory, 'down' | 'inHand'>): NodeId[] {
  return [...new Set([...down, ...inHand])];
}

/** What was seen of the nodes that the preflight judges. */
export function withoutInHand(inventory: Inventory): Inventory {
  const { inHand = [] } = inventory;
  return { ...inventory, nodes: inventory.nodes.filter(({ node }) => !inHand.includes(node)) };
}
