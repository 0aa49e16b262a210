import type { NodeObservation } from '../observation.ts';
import type { Spec } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { ringObjections } from './in-all-eyes.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { leftOutOf } from './left-out.ts';
import { looked } from './looked.ts';
import { count, sayList } from './say.ts';

/**
 * Every node is Up/Normal as every node sees it, all see the same members, and those are the nodes that were looked at:
 * nobody joins, leaves, moves or was overlooked. Nodes that are left out need not be up.
 *
 * @source seed 001, checklist; nodetool status is the view of one node only
 */
export function ringUp({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['ring']);
  const leftOut = leftOutOf(inventory);
  const members = [...inventory.nodes, ...leftOut.map((node) => ({ node, name: node }))];
  return judge('ringUp', {
    seen: [
      ...sayPlaces(nodes),
      ...(leftOut.length > 0 && nodes.length > 0 ? [`not judged: ${sayList(leftOut)}`] : []),
    ],
    against: [...unknown, ...ringObjections(nodes, members, leftOut), ...strangersInTheFile(spec, members)],
    standsFor: ['S1-2', 'S4-1'],
  });
}

/** `dc1 rack2: 3 nodes UN in every eye`, by each node's own row. */
function sayPlaces(nodes: readonly NodeObservation[]): string[] {
  const sizes = new Map<string, number>();
  for (const { node, ring } of nodes) {
    const own = ring?.nodes.find(({ address, state }) => address === node && state === 'UN');
    if (own)
      sizes.set(`${own.dataCenter} ${own.rack}`, (sizes.get(`${own.dataCenter} ${own.rack}`) ?? 0) + 1);
  }
  return [...sizes].map(([place, size]) => `${place}: ${count(size, 'node')} UN`).toSorted();
}

/** What the file says of an address that no node has would be left unheeded. Host names can not be compared. */
function strangersInTheFile(
  spec: Spec,
  nodes: readonly Pick<NodeObservation, 'node' | 'name'>[],
): Objection[] {
  if (nodes.length === 0) return [];
  const known = new Set(nodes.flatMap(({ node, name }) => [node, name]));
  return spec.nodes
    .filter(({ address, broadcastAddress, name }) => {
      if (known.has(broadcastAddress ?? address) || known.has(address) || (name && known.has(name)))
        return false;
      return broadcastAddress !== undefined || /^[\d.]+$|:/.test(address);
    })
    .map(({ address, broadcastAddress }) => ({
      found: `the file names ${broadcastAddress ?? address}, which is no node of the ring`,
      remedy: `Take ${address} out of the file's nodes, or give what gossip calls it as its broadcastAddress.`,
    }));
}
