/** What each later storage mode ends, for whoever has to approve it. */
import type { Release } from '../topology.ts';
import { lineOf } from './release-line.ts';
import type { StorageMode } from './releases.ts';
import { type SSTableFormat, writtenFormat } from './storage-mode.ts';

/** The modes that a rolling restart leads to, in their order: never one without those before it. */
export const laterModes = ['UPGRADING', 'NONE'] as const;

export type LaterMode = (typeof laterModes)[number];

/**
 * What ends with the first node that starts in this mode, and what does not.
 *
 * - UPGRADING writes the formats of the release at once (measured, 5.0.9 and 6.0-alpha2: the old release refused to start
 *   each time), and a node of an earlier mode reads sstables only up to the first letter of its own version.
 * - NONE writes what UPGRADING wrote, and no longer looks whether a node of an older release is there.
 *
 * @source io/sstable/format/big/BigFormat.java (isCompatible), db/rows/Cell.java (getVersionedMaxDeletiontionTime) and
 *   utils/StorageCompatibilityMode.java of 5.0.9 and 6.0-alpha2
 */
export function sayModeCost(
  to: Release,
  from: StorageMode,
  mode: LaterMode,
  format: SSTableFormat = 'big',
): string {
  const line = lineOf(to);
  if (mode === 'NONE') {
    return `Storage mode NONE writes what UPGRADING writes: that step alone can be taken back, by a rolling restart in UPGRADING. In NONE a node takes every other for one of ${line ?? to}: no node of an older release may be in the cluster, or come back to it. A cluster in NONE is never put back to CASSANDRA_4.`;
  }
  const formats = line
    ? [writtenFormat(line, from, earlierFormat(from, format)), writtenFormat(line, 'UPGRADING', format)]
    : [];
  const writes = formats.length > 0 ? `${formats[1]} instead of ${formats[0]}` : 'other formats';
  return `Storage mode UPGRADING ends the way back by a change of binaries: from its first start in it a node writes sstables ${writes}, and commit log, hints and messages of ${line ?? to}. Neither the old release nor ${to} in ${from} starts with them: going back then takes the restore point, made before the upgrade, and a mode is not put back either.`;
}

/** BTI is none of CASSANDRA_4's. */
function earlierFormat(from: StorageMode, format: SSTableFormat): SSTableFormat {
  return from === 'CASSANDRA_4' ? 'big' : format;
}
