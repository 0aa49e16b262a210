import { factsOf } from './releases.ts';
import type { ReleaseLine } from './release-line.ts';

/**
 * Whose file the target starts with:
 * - `merged`: both have a say in it.
 * - `operator`: theirs, and the target's only where they have none.
 * - `nobody`: the operator's is not carried; it is the release's own, to read or for its own tools, or no longer read.
 */
export type Keeper = 'merged' | 'operator' | 'nobody';

export function keeperOf(name: string, line: ReleaseLine): Keeper {
  const { general, perJdk } = factsOf[line].jvmOptions;
  const read = [general, ...perJdk.map((major) => `jvm${major}-server.options`)];
  if (name === 'cassandra.yaml' || name === 'cassandra-env.sh' || read.includes(name)) return 'merged';
  // jvm.options of 3.x, files for other JDKs, and the module options that each release's tools need.
  if (/^jvm\d*(-server)?\.options$|^jvm\d+-clients\.options$/.test(name)) return 'nobody';
  if (/^cassandra_latest\.yaml$|\.(sample|example)$|^README/.test(name)) return 'nobody';
  return 'operator';
}
