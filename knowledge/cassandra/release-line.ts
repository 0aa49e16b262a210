/** Release lines: what upgrades, formats and configuration depend on. A patch release belongs to exactly one. */
import type { Release } from '../topology.ts';
import { normalizeRelease } from './release-name.ts';

/** Oldest first: the order in which clusters go through them. */
export const releaseLines = ['3.0', '3.11', '4.0', '4.1', '5.0', '6.0'] as const;

export type ReleaseLine = (typeof releaseLines)[number];

interface Parts {
  readonly numbers: readonly number[];
  /** `alpha2` as ['alpha', 2]; null for a final release. */
  readonly pre: readonly [tag: string, number: number] | null;
}

const released = /^(\d+)\.(\d+)(?:\.(\d+))?(?:-([A-Za-z]+)[.-]?(\d*))?(?:\+[\w.]+)?$/;

/**
 * The line of a release, whichever command told it (`6.0-alpha2`, `6.0.0-alpha2`, `6.0~alpha2`); null when it is of no
 * line known here. Four numbers are DataStax Enterprise: 4.0.0.677 is not Apache's 4.0 and can't be swapped with it.
 *
 * @source nodetool version of DSE 6.7 (diagnostic data of DataStax-Toolkit/sperf)
 */
export function lineOf(release: Release): ReleaseLine | null {
  const parts = partsOf(release);
  if (!parts) return null;
  const named = parts.numbers.slice(0, 2).join('.');
  return releaseLines.find((line) => line === named) ?? null;
}

/** Is one line older than the other? */
export function isBefore(line: ReleaseLine, other: ReleaseLine): boolean {
  return releaseLines.indexOf(line) < releaseLines.indexOf(other);
}

/**
 * Negative: the first is older; 0: the same release; null: one of them is no release that can be compared.
 * Pre-releases come before their release: alpha, beta, rc. DSE (`dse-5.1.4`) comes before all of Apache's: ways lead from
 * it and none to it.
 */
export function compareReleases(one: Release, other: Release): number | null {
  const [dse, otherDse] = [versionOfDse(one), versionOfDse(other)];
  if (dse !== null && otherDse !== null) return compareReleases(dse, otherDse);
  if (dse !== null || otherDse !== null) {
    return partsOf(dse ?? one) && partsOf(otherDse ?? other) ? (dse !== null ? -1 : 1) : null;
  }
  const [left, right] = [partsOf(one), partsOf(other)];
  if (!left || !right) return null;
  for (const index of [0, 1, 2]) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (!left.pre || !right.pre) return (left.pre ? 0 : 1) - (right.pre ? 0 : 1);
  return left.pre[0].localeCompare(right.pre[0]) || left.pre[1] - right.pre[1];
}

/** `6.0-alpha2` promises nothing to `6.0-alpha3`. */
export function isPreRelease(release: Release): boolean {
  return partsOf(release)?.pre != null;
}

function versionOfDse(release: Release): string | null {
  return /^dse-(\d+\.\d+\.\d+)$/.exec(release)?.[1] ?? null;
}

function partsOf(release: Release): Parts | null {
  const match = released.exec(normalizeRelease(release));
  if (!match) return null;
  const [, major, minor, patch = '0', tag, number] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    pre: tag === undefined ? null : [tag.toLowerCase(), Number(number || '0')],
  };
}
