import type { Release } from '../topology.ts';
import { isBefore, lineOf } from './release-line.ts';

/**
 * Tables of a node's own that the new release writes with a column which the old one does not know: the old one logs
 * "Unknown column ... during deserialization" as an ERROR at its start and goes on without the sstable. Nothing of the
 * user's is in them, so that the way back puts those of before in their place.
 *
 * @returns such as `system/compaction_history`; empty where one of the two is of no known line
 * @source db/SystemKeyspace.java: since 5.0 `compaction_history` has `compaction_properties`; measured: 5.0.9 in
 *   CASSANDRA_4 back to 4.1.10
 */
export function unreadSystemTables(old: Release, left: Release): string[] {
  const [target, source] = [lineOf(old), lineOf(left)];
  if (!target || !source) return [];
  return isBefore(target, '5.0') && !isBefore(source, '5.0') ? ['system/compaction_history'] : [];
}
