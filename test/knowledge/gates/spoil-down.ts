/** A cluster with nodes that are down for ever: not looked at, DN in every eye, and what a plan makes of them. */
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { PlanContext } from '../../../knowledge/plan.ts';
import type { NodeId } from '../../../knowledge/topology.ts';
import { hear, planFor, seeRow, spoilAll } from './healthy-cluster.ts';

export function withDown(inventory: Inventory, ...down: NodeId[]): Inventory {
  const seen = down.reduce(
    (changed, node) => hear(seeRow(changed, node, { state: 'DN' }), node, { status: 'shutdown' }),
    spoilAll(inventory, ({ cluster }) => ({ cluster: cluster && unreachable(cluster, down) })),
  );
  return { ...seen, down, nodes: seen.nodes.filter(({ node }) => !down.includes(node)) };
}

/** The plan of the cluster as it was when those nodes were still up, with them left down. */
export function planWithDown(healthy: Inventory, ...down: NodeId[]): PlanContext {
  return { ...planFor(healthy), down };
}

type ClusterView = NonNullable<Inventory['nodes'][number]['cluster']>;

function unreachable(cluster: ClusterView, down: readonly NodeId[]): ClusterView {
  return {
    ...cluster,
    schemaVersions: cluster.schemaVersions.map(({ version, nodes }) => ({
      version,
      nodes: nodes.filter((node) => !down.includes(node)),
    })),
    unreachable: [...down],
  };
}
