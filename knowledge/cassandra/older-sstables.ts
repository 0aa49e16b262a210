import type { Release } from '../topology.ts';
import { dseFactsOf } from './dse-lines.ts';
import { dseReleaseOf } from './dse-release.ts';
import { compareReleases, lineOf } from './release-line.ts';
import { type StorageMode, type WrittenFormats, factsOf } from './releases.ts';

/** How many sstables a node has of each format, such as `big-nb`. */
export type SSTableCounts = Readonly<Record<string, number>>;

/**
 * What this very release writes: within a line the formats grew with patches, so that a node of 3.11.6 writes `md` and
 * not the line's last, `me`. Null: its line is not known, or has no such mode.
 */
export function writtenBy(release: Release, mode: StorageMode | null): WrittenFormats | null {
  const line = lineOf(release);
  if (!line) return null;
  const { writes, wroteBefore } = factsOf[line];
  const written = writes[mode ?? 'always'];
  if (!written) return null;
  const big = wroteBefore.findLast(([since]) => (compareReleases(release, since) ?? -1) >= 0)?.[1];
  return big === undefined ? written : { ...written, big };
}

/**
 * Formats that are older than what the release writes in that mode, each with how many there are; null: not to be told.
 * A name that tells no format counts as old. Formats of another kind (BTI beside BIG) are not older for being another.
 */
export function olderSSTables(
  release: Release,
  mode: StorageMode | null,
  found: SSTableCounts,
): SSTableCounts | null {
  const dse = dseReleaseOf(release);
  if (dse) return dse.line && olderOfDse(dseFactsOf[dse.line].writes, found);
  const written = writtenBy(release, mode);
  if (!written) return null;
  const old = Object.entries(found).filter(([format, count]) => count > 0 && isOlder(format, written));
  return Object.fromEntries(old);
}

/** Of DSE only the first letter of what it writes is known, and that is what decides who can read it. */
function olderOfDse(writes: string, found: SSTableCounts): SSTableCounts {
  const letter = writes.charAt(0);
  const old = Object.entries(found).filter(
    ([format, count]) => count > 0 && !(/^big-[a-z]/.test(format) && format.charAt(4) >= letter),
  );
  return Object.fromEntries(old);
}

function isOlder(format: string, { big, bti }: WrittenFormats): boolean {
  const [kind, version] = format.split('-');
  if (version === undefined || version === '') return true;
  if (kind === 'big') return version < big;
  if (kind === 'bti') return bti !== null && version < bti;
  return true;
}

/** `12 big-mc, 3 big-ka`; `none` where there are none. */
export function saySSTables(counts: SSTableCounts): string {
  return (
    Object.entries(counts)
      .map(([format, count]) => `${count} ${format}`)
      .join(', ') || 'none'
  );
}
