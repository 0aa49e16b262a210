import type { NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';
import { type Sighting, sightingsOf, together } from './sightings.ts';

interface Place {
  readonly node: NodeId;
  readonly name: string;
}

/**
 * Nodes that were to be down for ever and that somebody sees otherwise. One that came back would be left on its old
 * release, and cut off by a `cms initialize` that ignores it.
 *
 * @source 6.0 tcm/ClusterMetadataService.java (the check that an ignored host is down is commented out)
 */
export function notDownObjections(viewers: readonly NodeObservation[], down: readonly Place[]): Objection[] {
  const rowsOf = ({ ring }: NodeObservation) => new Map(ring?.nodes.map((row) => [row.address, row]));
  const seeing = viewers.filter(({ ring }) => ring !== null);
  const sightings: Sighting[] = sightingsOf(seeing, down, [], rowsOf, (place, row) =>
    row?.state.startsWith('D') ? null : objectionTo(place, row?.state),
  );
  return together(sightings);
}

function objectionTo(place: Place, state: string | undefined): Objection {
  const who = sayNode(place);
  if (state === undefined) {
    return {
      found: `${who} is named in strategy.downNodes and is not in the ring`,
      remedy: `Give the address that \`nodetool status\` shows for it, or take ${who} out of strategy.downNodes: what is no member needs no permission to be down.`,
    };
  }
  return {
    found: `${who} is named in strategy.downNodes and is ${state}`,
    remedy: `Take ${who} out of strategy.downNodes and start again, so that it is upgraded like the others; or stop Cassandra on it for ever.`,
  };
}
