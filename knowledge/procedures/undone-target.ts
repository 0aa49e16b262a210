import { compareReleases } from '../cassandra/release-line.ts';
import { releaseOfFolder } from '../cassandra/release-of-folder.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import { stopsOf } from '../spec/spec-of-hop.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId, Release } from '../topology.ts';

/**
 * The release that a way back leaves. Of a chain it undoes one hop: that to the youngest stop which some node runs, or has
 * installed. The hops before it stay, each with a way back of its own.
 * @throws RingliftError RollbackRefused where a node that was left half done may be of that hop or of the next
 */
export function undoneTarget(
  spec: Spec,
  inventory: Inventory,
  running: readonly { readonly node: NodeId; readonly release: Release }[],
): Release {
  if ((spec.via ?? []).length === 0) return spec.target;
  const stops = stopsOf(spec);
  const installed = inventory.nodes.flatMap(({ host }) => releaseOfFolder(host?.releaseInUse ?? '') ?? []);
  const there = [...running.map(({ release }) => release), ...installed];
  const stop = stops.findLast((each) => there.some((release) => sameRelease(release, each)));
  if (stop === undefined) return stops[0] ?? spec.target;
  const allReached = running.every(({ release }) => (compareReleases(release, stop) ?? -1) >= 0);
  const [half] = inventory.inHand ?? [];
  if (!allReached || half === undefined || stop === stops.at(-1)) return stop;
  const next = stops[stops.indexOf(stop) + 1];
  throw new RingliftError('RollbackRefused', {
    where: spec.cluster,
    what: `${half} was left half done, and whether by the hop to ${stop} or by that to ${next} can't be told`,
    expected: 'a node that serves, or a file of one hop',
    found: `every node on ${stop} or later, and ${half} in hand`,
    next: `Start the upgrade again, which brings it to its end; or go back by a file without via, whose target is the release to leave (${stop} or ${next}).`,
  });
}
