import type { Release } from '../topology.ts';
import { dseReleaseOf } from './dse-release.ts';

/**
 * What else than a way back there is for the first node of a hop, as long as it is the only one: a fresh node of the old release in
 * its place. All of its fellow replicas are on that release still and stream to it, and nothing of the new one was written into
 * what they share. Null: nobody is known to have done it on this hop.
 *
 * @source seed 003, "Upgrade to DSE 5.0.14": nothing streams between DSE 4.8 and 5.0, and 5.0 leaves the system keyspaces as they
 *   are until all nodes run it; read, not tried. Of other hops: NEWS.txt forbids replacements while two releases run
 */
export function canaryReplacement(from: Release, to: Release): string | null {
  if (dseReleaseOf(from)?.line !== '4.8' || dseReleaseOf(to)?.line !== '5.0') return null;
  return `another way, by hand: as the only node on ${to} it can be replaced by an empty one of ${from} (stop it for good, start that one with -Dcassandra.replace_address of its address): its replicas on ${from} stream to it, what it alone holds is lost. Not once a second node runs ${to}: nothing streams between the two`;
}
