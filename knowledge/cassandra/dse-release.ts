/**
 * Releases of DataStax Enterprise by one name: `dse-5.1.4`, as its tarball and its folder are named. What its nodes call
 * themselves has four numbers (`3.11.0.1855`) and is no release of Apache's.
 */
import type { Release } from '../topology.ts';
import { type DseLine, dseFactsOf, dseLineOf, dseLines } from './dse-lines.ts';
import type { ReleaseLine } from './release-line.ts';
import { lineOf } from './release-line.ts';

export interface DseRelease {
  /** As `dse -v` prints it: `5.1.4`. */
  readonly version: string;
  /** Null: a line that is not known, or refused. */
  readonly line: DseLine | null;
}

/** Null: it is no release of DSE. */
export function dseReleaseOf(release: Release): DseRelease | null {
  const version = /^dse-(\d+\.\d+\.\d+)$/.exec(release)?.[1];
  if (version === undefined) return null;
  const verdict = dseLineOf(version);
  return { version, line: verdict.known ? verdict.line : null };
}

/** The name that files, plans and folders use. */
export function nameOfDse(version: string): Release {
  return `dse-${version}`;
}

/**
 * Lines of DSE whose nodes call themselves so (`2.1.19.1859`): by its first two numbers, as DSE 5.1 says 3.10 or 3.11.
 * Empty: it is no release of four numbers, or of none that is known here.
 *
 * @source a start of DSE 5.1.0 logs cassandra-all-3.10.0.1652.jar beside dse-core-5.1.0.jar; seed 003 (4.8 is 2.1)
 */
export function dseLinesCalled(release: Release): readonly DseLine[] {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(release) ?? [];
  if (major === undefined || minor === undefined) return [];
  const isThree = major === '3' && (minor === '10' || minor === '11');
  return dseLines.filter((line) => dseFactsOf[line].madeFrom === (isThree ? '3.11' : `${major}.${minor}`));
}

/** By its own name, or by the four numbers that its nodes are heard to be in gossip. */
export function isDse(release: Release): boolean {
  return dseReleaseOf(release) !== null || dseLinesCalled(release).length > 0;
}

/** The line of Apache's whose configuration a release takes: its own, or the one that DSE was made from; null: none here. */
export function configurationLineOf(release: Release): ReleaseLine | null {
  const dse = dseReleaseOf(release);
  if (!dse) return lineOf(release);
  const madeFrom = dse.line === null ? null : dseFactsOf[dse.line].madeFrom;
  return madeFrom === '2.1' ? null : madeFrom;
}

/** What hops are judged by and people call it: `3.11`, `DSE 5.1`; null: not known. */
export function familyOf(release: Release): string | null {
  const line = dseReleaseOf(release)?.line;
  return line ? `DSE ${line}` : lineOf(release);
}
