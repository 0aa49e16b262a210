/** Who holds which range of tokens: replicas clockwise over racks. */
import type { NodeModel } from './node-model.ts';
import type { Keyspace } from './schema-model.ts';

export interface TokenRange {
  readonly start: bigint;
  readonly end: bigint;
  /** In the order of the ring. */
  readonly replicas: readonly NodeModel[];
}

export function rangesOf(nodes: readonly NodeModel[], keyspace: Keyspace): TokenRange[] {
  const ring = nodes
    .flatMap((node) => node.position.tokens.map((token) => ({ token, node })))
    .toSorted((one, other) => (one.token < other.token ? -1 : 1));
  return ring.map(({ token }, index) => ({
    start: ring.at(index - 1)?.token ?? token,
    end: token,
    replicas: replicasFrom(
      [...ring.slice(index), ...ring.slice(0, index)].map(({ node }) => node),
      keyspace,
    ),
  }));
}

function replicasFrom(clockwise: readonly NodeModel[], { strategy, replicas }: Keyspace): NodeModel[] {
  const distinct = [...new Set(clockwise)];
  if (strategy !== 'NetworkTopologyStrategy') return distinct.slice(0, replicas['replication_factor'] ?? 1);
  const chosen = new Set<NodeModel>();
  for (const [dataCenter, wanted] of Object.entries(replicas)) {
    const there = distinct.filter(({ position }) => position.dataCenter === dataCenter);
    const racks = new Set<string>();
    const spread = there.filter(({ position }) => !racks.has(position.rack) && racks.add(position.rack));
    for (const node of [...spread, ...there.filter((each) => !spread.includes(each))].slice(0, wanted))
      chosen.add(node);
  }
  return distinct.filter((node) => chosen.has(node));
}
