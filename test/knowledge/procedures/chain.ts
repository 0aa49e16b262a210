/** A chain 3.11.11, 4.0.7, 4.1.10, 5.0.9, 6.0-alpha2 for tests, and clusters somewhere on it. */
import type { SSTableCounts } from '../../../knowledge/cassandra/older-sstables.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Spec } from '../../../knowledge/spec/spec.ts';
import { type Place, addYaml, healthyCluster, healthySpec } from '../gates/healthy-cluster.ts';

export function chainSpec(stops: readonly string[] = ['4.0.7', '4.1.10', '5.0.9']): Spec {
  return healthySpec({
    via: stops.map((release, index) => ({
      release,
      file: `/srv/${release}.tar.gz`,
      sha256: String(index).repeat(64),
    })),
  });
}

/** @param formats of every node, or by the node's number from 0; null: could not be listed */
export function chainCluster(
  releases: readonly string[],
  formats: string | readonly (SSTableCounts | null)[],
  where?: readonly Place[],
): Inventory {
  const cluster = healthyCluster({ releases, ...(where && { places: where }) });
  const sstables = Object.fromEntries(
    cluster.nodes.map(({ node }, index) => [
      node,
      typeof formats === 'string' ? { [formats]: 12 } : (formats[index] ?? null),
    ]),
  );
  return { ...cluster, sstables };
}

/** The same with a storage mode on every node. */
export function inMode(inventory: Inventory, mode: string): Inventory {
  return inventory.nodes.reduce(
    (changed, { node }) => addYaml(changed, node, `storage_compatibility_mode: ${mode}`),
    inventory,
  );
}
