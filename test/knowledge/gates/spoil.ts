/** Changes to an inventory, one thing at a time: each returns another inventory. */
import type { HostView } from '../../../knowledge/host-view.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { GossipEndpoint, NodeObservation, RingMember } from '../../../knowledge/observation.ts';
import type { NodeId } from '../../../knowledge/topology.ts';

type Change = Partial<NodeObservation> | ((seen: NodeObservation) => Partial<NodeObservation>);

/** Replaces views of one node; a function gets the node and returns them. */
export function spoil(inventory: Inventory, node: NodeId, change: Change): Inventory {
  return spoilSome(inventory, [node], change);
}

export function spoilAll(inventory: Inventory, change: Change): Inventory {
  return spoilSome(inventory, addressesOf(inventory), change);
}

function spoilSome(inventory: Inventory, which: readonly NodeId[], change: Change): Inventory {
  const spoiled = new Set(which);
  const nodes = inventory.nodes.map((seen) =>
    spoiled.has(seen.node) ? { ...seen, ...(typeof change === 'function' ? change(seen) : change) } : seen,
  );
  return { ...inventory, nodes };
}

function addressesOf({ nodes }: Inventory): NodeId[] {
  return nodes.map(({ node }) => node);
}

export function spoilHost(inventory: Inventory, node: NodeId, change: Partial<HostView>): Inventory {
  return spoil(inventory, node, ({ host }) => ({ host: host && { ...host, ...change } }));
}

/** Changes the row of `nodetool status` about one node, in the eyes of some nodes or of all; null: no row. */
export function seeRow(
  inventory: Inventory,
  about: NodeId,
  change: Partial<RingMember> | null,
  viewers = addressesOf(inventory),
): Inventory {
  return spoilSome(inventory, viewers, ({ ring }) => ({
    ring: ring && { ...ring, nodes: replaced(ring.nodes, about, change) },
  }));
}

/** Changes what is heard of one node in gossip, likewise; null: nothing is heard. */
export function hear(
  inventory: Inventory,
  about: NodeId,
  change: Partial<GossipEndpoint> | null,
  viewers = addressesOf(inventory),
): Inventory {
  return spoilSome(inventory, viewers, ({ gossip }) => ({
    gossip: gossip && { endpoints: replaced(gossip.endpoints, about, change) },
  }));
}

function replaced<Row extends { readonly address: NodeId }>(
  rows: readonly Row[],
  about: NodeId,
  change: Partial<Row> | null,
): Row[] {
  return rows.flatMap((row) => {
    if (row.address !== about) return [row];
    return change === null ? [] : [{ ...row, ...change }];
  });
}

/** Another cassandra.yaml for one node; undefined: it was not read. */
export function withYaml(inventory: Inventory, node: NodeId, text: string | undefined): Inventory {
  return spoil(inventory, node, ({ host }) => {
    const files = Object.entries(host?.configuration ?? {}).filter(([name]) => name !== 'cassandra.yaml');
    const yaml: Record<string, string> = text === undefined ? {} : { 'cassandra.yaml': text };
    return { host: host && { ...host, configuration: { ...Object.fromEntries(files), ...yaml } } };
  });
}

/** The node's cassandra.yaml with lines added at its end. */
export function addYaml(inventory: Inventory, node: NodeId, lines: string): Inventory {
  const text =
    inventory.nodes.find((seen) => seen.node === node)?.host?.configuration['cassandra.yaml'] ?? '';
  return withYaml(inventory, node, `${text}${lines}\n`);
}
