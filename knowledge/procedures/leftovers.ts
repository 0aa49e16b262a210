import { type SSTableCounts, olderSSTables } from '../cassandra/older-sstables.ts';
import { configurationLineOf, dseReleaseOf } from '../cassandra/dse-release.ts';
import { effectiveStorageMode } from '../cassandra/storage-mode.ts';
import { yamlValueOf } from '../cassandra/yaml-settings.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { NodeId, Release } from '../topology.ts';

/** Sstables of a node that are older than what it writes now; null: not known, and never "none". */
export function leftoversOf(
  { sstables = {} }: Pick<Inventory, 'sstables'>,
  seen: NodeObservation,
  release: Release,
): SSTableCounts | null {
  const found = sstables[seen.node];
  const yaml = seen.host?.configuration['cassandra.yaml'];
  if (!found || yaml === undefined) return null;
  if (dseReleaseOf(release)) return olderSSTables(release, null, found);
  const line = configurationLineOf(release);
  if (line === null) return null;
  const mode = effectiveStorageMode(line, yamlValueOf(yaml, 'storage_compatibility_mode'));
  return olderSSTables(release, mode, found);
}

/** Those of the given nodes that are known to have some. What is not known of the others keeps a gate shut. */
export function nodesWithLeftovers(
  inventory: Inventory,
  nodes: readonly { readonly node: NodeId; readonly release: Release }[],
): NodeId[] {
  return nodes.flatMap(({ node, release }) => {
    const seen = inventory.nodes.find((each) => each.node === node);
    const left = seen ? leftoversOf(inventory, seen, release) : null;
    return left !== null && Object.keys(left).length > 0 ? [node] : [];
  });
}
