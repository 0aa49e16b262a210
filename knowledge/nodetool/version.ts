import { normalizeRelease } from '../cassandra/release-name.ts';
import type { VersionView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';

/**
 * Reads `nodetool version [-v]`. DSE says `ReleaseVersion: 4.0.0.677` below `DSE version: 6.7.7`: that is not Apache
 * Cassandra 4.0, and `dse` tells.
 *
 * @source tools/nodetool/Version.java of 3.11.19 to 6.0-alpha2; the DSE lines from diagnostic tarballs
 * @throws RingliftError UnreadableOutput, also for a release that is no number (`Unknown`, `debug version`)
 */
export function parseVersion(stdout: string): VersionView {
  const cursor = new LineCursor('version', stdout);
  const dse = cursor.accept(/^DSE version: (\S+)$/);
  const release = cursor.demand(/^ReleaseVersion: (\d+\.\d+\S*)$/, '"ReleaseVersion: " and a release');
  cursor.acceptAll(/^(BuildDate|GitSHA|JVM vendor\/version): /);
  cursor.demandEnd();
  return { release: normalizeRelease(release[1] ?? ''), dse: dse?.[1] ?? null };
}
