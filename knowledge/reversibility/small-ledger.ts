import type { Ledger, NodeWayBack, WayBackGroup, WayBackKind } from '../ledger.ts';

const mostNodes = 50;
const mostNamed = 10;

/**
 * The ledger as a history can bear it: it is recorded with each node, so that a thousand nodes must not have a thousand
 * lines each time. Beyond fifty nodes only groups of those that go back are left.
 */
export function smallLedger(ledger: Ledger): Ledger {
  if (ledger.nodes.length <= mostNodes) return ledger;
  const groups = new Map<WayBackKind, NodeWayBack[]>();
  for (const node of ledger.nodes) {
    if (node.kind !== 'nothing') groups.set(node.kind, [...(groups.get(node.kind) ?? []), node]);
  }
  return { ...ledger, nodes: [], groups: [...groups].map(([kind, nodes]) => groupOf(kind, nodes)) };
}

function groupOf(kind: WayBackKind, nodes: readonly NodeWayBack[]): WayBackGroup {
  const since = nodes.flatMap((node) => (node.since === null ? [] : [node.since]));
  return {
    kind,
    count: nodes.length,
    names: nodes.slice(0, mostNamed).map(({ name }) => name),
    says: nodes[0]?.says ?? '',
    facts: nodes[0]?.facts ?? [],
    since: since.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null,
  };
}
