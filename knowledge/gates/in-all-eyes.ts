/** `nodetool status` is one node's view: these judge the ring as every node sees it. */
import type { NodeObservation, RingMember } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';
import { placeDifference, sightingsOf, together } from './sightings.ts';
import type { Sighting } from './sightings.ts';

interface Place {
  readonly node: NodeId;
  readonly name: string;
}

/**
 * Members that are not Up/Normal in someone's eyes, that someone does not see, or that nobody expected.
 *
 * @param except whose own state is not judged: the node about to change may be half done
 */
export function ringObjections(
  viewers: readonly NodeObservation[],
  members: readonly Place[],
  except: readonly NodeId[] = [],
): Objection[] {
  return together([
    ...sightingsOf(viewers, members, except, rowsOf, (place, row, viewer) => {
      if (!row) return notInTheRing(place, viewer);
      return row.state === 'UN' ? null : notUp(place, row.state);
    }),
    ...strangers(viewers, members),
  ]);
}

/** Differences between the ring in anyone's eyes and the ring of the plan: members, places, token counts. */
export function memberObjections(
  viewers: readonly NodeObservation[],
  planned: readonly PlannedNode[],
): Objection[] {
  return together([
    ...sightingsOf(viewers, planned, [], rowsOf, (place, row, viewer) =>
      row ? moved(place, row) : notInTheRing(place, viewer),
    ),
    ...strangers(viewers, planned),
  ]);
}

function rowsOf({ ring }: NodeObservation): Map<NodeId, RingMember> {
  return new Map(ring?.nodes.map((row) => [row.address, row]));
}

function strangers(viewers: readonly NodeObservation[], members: readonly Place[]): Sighting[] {
  const known = new Set(members.map(({ node }) => node));
  return viewers.flatMap((viewer) =>
    (viewer.ring?.nodes ?? [])
      .filter(({ address }) => !known.has(address))
      .map(({ address, dataCenter, rack, state }) => ({
        viewer,
        found: `${address} (${dataCenter}, ${rack}) is in the ring as ${state} and is no node of this upgrade`,
        remedy: `Find out who added ${address}, let it finish, then look at the whole cluster and plan again.`,
      })),
  );
}

function notInTheRing(place: Place, viewer: NodeObservation): Objection {
  return {
    found: `${sayNode(place)} is not in the ring`,
    remedy: `Compare \`nodetool status\` and \`nodetool gossipinfo\` on ${viewer.name} and ${sayNode(place)}: bring it back, or plan again without it.`,
  };
}

function notUp(place: Place, state: string): Objection {
  const who = sayNode(place);
  return { found: `${who} is ${state}`, remedy: remedyOf(who, state) };
}

function remedyOf(who: string, state: string): string {
  if (state.startsWith('D')) {
    return `Start Cassandra on ${who} or mend its network, until \`nodetool status\` shows it UN on every node.`;
  }
  if (state === 'UJ') return `Wait until ${who} has joined (\`nodetool netstats\` on it), then plan again.`;
  if (state === 'UL') return `Wait until ${who} has left (\`nodetool netstats\` on it), then plan again.`;
  if (state === 'UM') return `Wait until ${who} has moved (\`nodetool netstats\` on it), then look again.`;
  return `Run \`nodetool gossipinfo\` about ${who}, and bring it to UN on every node.`;
}

function moved(place: PlannedNode, row: RingMember): Objection | null {
  const difference = [
    placeDifference(place, row),
    row.tokenCount === place.tokenCount ? null : `${row.tokenCount} tokens, planned ${place.tokenCount}`,
  ].filter((part) => part !== null);
  if (difference.length === 0) return null;
  return {
    found: `${sayNode(place)} has changed its place: ${difference.join('; ')}`,
    remedy: `Find out who changed ${sayNode(place)}, undo it, or abort this upgrade and plan again from what is there now.`,
  };
}
