import type { Inventory } from '../inventory.ts';
import type { RingMember } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import { settingsOf } from '../spec/node-settings.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId, NodePlace, Release } from '../topology.ts';
import { seedsOf } from './place-of.ts';

/** What the other nodes say of one that was not asked or could not answer; what nobody said is null. */
export interface SeenByOthers {
  readonly place: NodePlace | null;
  readonly release: Release | null;
  readonly tokenCount: PlannedNode['tokenCount'];
}

/** A node's place, release and tokens by the ring and the gossip of the others. */
export function seenByOthers(spec: Spec, inventory: Inventory, node: NodeId): SeenByOthers {
  const others = inventory.nodes.filter((seen) => seen.node !== node);
  const row = first(others, ({ ring }) => ring?.nodes.find(({ address }) => address === node));
  const heard = first(others, ({ gossip }) => gossip?.endpoints.find(({ address }) => address === node));
  return {
    place: row ? placeIn(spec, inventory, row) : null,
    release: heard?.release ?? null,
    tokenCount: row?.tokenCount ?? 0,
  };
}

function placeIn(spec: Spec, { nodes }: Inventory, { address, dataCenter, rack }: RingMember): NodePlace {
  const { name } = settingsOf(spec, address, dataCenter);
  const own = nodes.find(({ node }) => node === address)?.host?.hostName;
  const seeds = nodes.flatMap((seen) => seedsOf(seen));
  return {
    node: address,
    name: name === address ? (own ?? name) : name,
    dataCenter,
    rack,
    isSeed: seeds.includes(address) || seeds.includes(name),
  };
}

function first<From, Found>(
  from: readonly From[],
  find: (each: From) => Found | undefined,
): Found | undefined {
  for (const each of from) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
