import type { Inventory } from '../inventory.ts';
import type { NodeId, NodePlace } from '../topology.ts';

/**
 * What clients of a keyspace will notice while one node is restarted: nothing, where every range has three replicas or
 * more. Judged from the replica sets themselves, since a replication factor may be larger than a data center.
 */
export function thinReplicas(
  { replicaSets }: Pick<Inventory, 'replicaSets'>,
  nodes: readonly NodePlace[],
): string[] {
  return Object.entries(replicaSets ?? {}).flatMap(([keyspace, sets]) => {
    const fewest = Math.min(...sets.map((replicas) => replicas.length));
    if (fewest === 1) {
      const alone = sets.filter((replicas) => replicas.length === 1).map(([node]) => nameOf(nodes, node));
      return `${keyspace} has ranges with one replica (on ${[...new Set(alone)].join(', ')}): while that node is restarted they can't be read or written.`;
    }
    if (fewest === 2) {
      return `${keyspace} has ranges with two replicas: QUORUM fails on them while one of the two is restarted, ONE does not.`;
    }
    return [];
  });
}

function nameOf(nodes: readonly NodePlace[], node: NodeId | undefined): string {
  return nodes.find((each) => each.node === node)?.name ?? node ?? 'nobody';
}
