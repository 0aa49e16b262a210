import { factsOf } from './releases.ts';
import type { ReleaseLine } from './release-line.ts';

/**
 * Files that say where a node is. One that only the release has is not wanted: a cassandra-topology.properties beside
 * the snitch that reads cassandra-rackdc.properties makes it heed both, and an operator who deleted it meant that.
 *
 * @source locator/GossipingPropertyFileSnitch.java of 3.11 to 5.0 (loads it "for compatibility")
 */
const topologyFiles = ['cassandra-topology.properties', 'cassandra-rackdc.properties'];

/** The release's own copy is left out where the operator has none. */
export function isOperatorsAlone(name: string): boolean {
  return topologyFiles.includes(name);
}

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
