import type { GroupProof } from '../replicas/group-proof.ts';
import type { NodeId, NodePlace } from '../topology.ts';

export interface GroupPolicy {
  /** At most so many nodes of one data center, all of one rack. */
  readonly most: number;
  /** Data centers side by side. */
  readonly inParallel: boolean;
}

/**
 * Cuts an order into groups that may be down together, each proven by itself. What can't join is the first of a later
 * group: in the worst case every node is alone, as without groups. Every node is in exactly one.
 */
export function formGroups<Place extends NodePlace>(
  ordered: readonly Place[],
  { most, inParallel }: GroupPolicy,
  proof: GroupProof,
): Place[][] {
  // One that is not safe even alone is nobody's company.
  const loners = new Set(
    ordered.filter(({ node }) => proof.against([node]).length > 0).map(({ node }) => node),
  );
  const groups: Place[][] = [];
  let rest = ordered;
  for (;;) {
    const [first] = rest;
    if (first === undefined) return groups;
    const group = loners.has(first.node) ? [first] : companyOf(first, rest);
    groups.push(group);
    rest = rest.filter((place) => !group.includes(place));
  }

  function companyOf(first: Place, left: readonly Place[]): Place[] {
    const group = [first];
    const members: NodeId[] = [first.node];
    const racks = new Map([[first.dataCenter, first.rack]]);
    const counts = new Map([[first.dataCenter, 1]]);
    for (const place of left) {
      const { node, dataCenter, rack } = place;
      if (place === first || loners.has(node)) continue;
      if (!inParallel && dataCenter !== first.dataCenter) continue;
      const count = counts.get(dataCenter) ?? 0;
      if (count >= most || (racks.get(dataCenter) ?? rack) !== rack) continue;
      if (proof.against([...members, node], [node]).length > 0) continue;
      group.push(place);
      members.push(node);
      racks.set(dataCenter, rack);
      counts.set(dataCenter, count + 1);
    }
    return group;
  }
}
