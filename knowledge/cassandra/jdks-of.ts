import type { Release } from '../topology.ts';
import { dseFactsOf } from './dse-lines.ts';
import { dseReleaseOf } from './dse-release.ts';
import { lineOf } from './release-line.ts';
import { factsOf } from './releases.ts';

export interface JdksWanted {
  /** Key of `java` in the file: `5.0`, `dse-5.1`. */
  readonly line: string;
  /** Java majors, lowest first. */
  readonly majors: readonly number[];
}

/** What a release runs on; null: its line is not known. */
export function jdksOf(release: Release): JdksWanted | null {
  const dse = dseReleaseOf(release)?.line;
  if (dse) return { line: `dse-${dse}`, majors: dseFactsOf[dse].jdks };
  const line = lineOf(release);
  return line && { line, majors: factsOf[line].jdks };
}
