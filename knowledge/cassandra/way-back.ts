/** What going back from a hop takes and costs, before the cluster metadata service is initialised. After it: nothing does. */
import type { Release } from '../topology.ts';
import { isBefore, lineOf } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import type { StorageMode } from './releases.ts';

export type WayBack = 'change of binaries' | 'binaries and system_schema' | 'restore point';

/**
 * - `change of binaries`: the old release starts on what the new one left.
 * - `binaries and system_schema`: it starts, but 6.0 writes `system_schema.keyspaces` with a column that older releases
 *   do not know (`fast_path`). They log "Corrupt sstable ... skipping table" and start without the keyspaces in it: after
 *   a compaction of that table all of the user's keyspaces are gone from the node. With the folder of system_schema
 *   from the restore point put back, all rows are there, those written on 6.0 too.
 * - `restore point`: only all of it, or the node does not start. Its writes since come back from other replicas.
 *
 * @source measured on one node, forward and back: 4.0.19, 4.1.10, 5.0.9 with 6.0-alpha2 in CASSANDRA_4; 5.0.9 in NONE with
 *   6.0-alpha2 in CASSANDRA_5 ("Unknown commitlog version 9"); 4.0.19 and 4.1.10 with 5.0.9 in CASSANDRA_4, where only
 *   system.compaction_history is skipped (unread-system-tables.ts); 4.0.19 with 4.1.10. 3.x: 4.0 writes `nb`, 3.11 reads up to `me`.
 */
export function wayBack(
  from: Release,
  to: Release,
  mode: StorageMode | null,
  format: 'big' | 'bti' = 'big',
): WayBack {
  const [source, target] = [lineOf(from), lineOf(to)];
  if (!source || !target || format === 'bti') return 'restore point';
  if (source === target) return 'change of binaries';
  if (isBefore(source, '4.0')) return 'restore point';
  if (target === '4.1') return 'change of binaries';
  if (mode !== 'CASSANDRA_4') return 'restore point';
  return leavesOldSchema(target) ? 'change of binaries' : 'binaries and system_schema';
}

export function sayGoingBack(way: WayBack): string {
  return said[way];
}

const said: { readonly [way in WayBack]: string } = {
  'change of binaries':
    'Going back is a change of binaries: the old release starts on what the new one wrote, and nothing is lost.',
  'binaries and system_schema':
    'Going back is a change of binaries with system_schema put back from the restore point: rows written meanwhile stay, and without it the node loses its keyspaces. After the cluster metadata service is initialised there is no way back.',
  'restore point':
    'Going back takes the whole restore point: the old release does not start on what the new one wrote. Writes since then come back only from replicas that were not restored.',
};

function leavesOldSchema(target: ReleaseLine): boolean {
  return isBefore(target, '6.0');
}
