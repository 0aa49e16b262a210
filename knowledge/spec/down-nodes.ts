import type { NodeId } from '../topology.ts';
import type { Spec } from './spec.ts';

/**
 * The nodes that the file allows to be down, as gossip names them. A node may be given by its address in gossip or, where
 * the file has an entry for it, by its name or the address of that entry.
 */
export function downNodesOf({ strategy, nodes }: Pick<Spec, 'strategy' | 'nodes'>): NodeId[] {
  const { downNodes } = strategy;
  if (downNodes === 'refuse') return [];
  const named = downNodes.map((given) => {
    const entry = nodes.find(({ name, address }) => name === given || address === given);
    return entry?.broadcastAddress ?? entry?.address ?? given;
  });
  return [...new Set(named)];
}
