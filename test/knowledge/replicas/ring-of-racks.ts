/** Replica sets as Cassandra places them, over whatever racks: clockwise, distinct racks first. */
import type { KeyspaceReplication, NodePlace } from '../../../knowledge/topology.ts';

/** One token a node, in the order given. @source locator/NetworkTopologyStrategy.java, SimpleStrategy.java */
export function replicaSetsOf(
  places: readonly NodePlace[],
  { strategy, replicas }: KeyspaceReplication,
): string[][] {
  return places.map((_, index) => {
    const clockwise = [...places.slice(index), ...places.slice(0, index)];
    if (strategy === 'SimpleStrategy') return clockwise.slice(0, replicas['*'] ?? 1).map(({ node }) => node);
    return Object.entries(replicas).flatMap(([center, wanted]) => {
      const there = clockwise.filter(({ dataCenter }) => dataCenter === center);
      const racks = new Set<string>();
      const spread = there.filter(({ rack }) => !racks.has(rack) && racks.add(rack));
      return [...spread, ...there.filter((each) => !spread.includes(each))]
        .slice(0, wanted)
        .map(({ node }) => node);
    });
  });
}

/** `dc1 r1 10.0.0.1`, racks in turn. */
export function placesIn(centers: Readonly<Record<string, number>>, racks = 3): NodePlace[] {
  let number = 0;
  return Object.entries(centers).flatMap(([dataCenter, count]) =>
    Array.from({ length: count }, (_, index): NodePlace => {
      number += 1;
      const node = `10.0.0.${number}`;
      return { node, name: `n${number}`, dataCenter, rack: `r${(index % racks) + 1}`, isSeed: false };
    }),
  );
}
