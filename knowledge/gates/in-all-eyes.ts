/** `nodetool status` is one node's view: these judge the ring as every node sees it. */
import type { NodeObservation, RingMember } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayList, sayNode } from './say.ts';

interface Place {
  readonly node: NodeId;
  readonly name: string;
}

/** What one node says against another. */
interface Sighting extends Objection {
  readonly viewer: NodeObservation;
}

/**
 * Members that are not Up/Normal in someone's eyes, that someone does not see, or that nobody expected.
 *
 * @param except left out: the node that is about to change, which may be half done
 */
export function ringObjections(
  viewers: readonly NodeObservation[],
  members: readonly Place[],
  except: NodeId | null = null,
): Objection[] {
  return compare(viewers, members, except, (place, { state }) =>
    state === 'UN' ? null : notUp(place, state),
  );
}

/** Differences between the ring in anyone's eyes and the ring of the plan: members, places, token counts. */
export function memberObjections(
  viewers: readonly NodeObservation[],
  planned: readonly PlannedNode[],
): Objection[] {
  return compare(viewers, planned, null, differenceOf);
}

function compare<Known extends Place>(
  viewers: readonly NodeObservation[],
  members: readonly Known[],
  except: NodeId | null,
  objectTo: (place: Known, row: RingMember) => Objection | null,
): Objection[] {
  const expected = new Map(members.map((place) => [place.node, place]));
  const sightings = viewers.flatMap((viewer): Sighting[] => {
    const rows = viewer.ring?.nodes ?? [];
    const there = new Set(rows.map(({ address }) => address));
    const missing = members.filter(({ node }) => !there.has(node) && node !== except);
    const objections = rows
      .filter(({ address }) => address !== except)
      .map((row) => {
        const place = expected.get(row.address);
        return place ? objectTo(place, row) : unexpected(row);
      })
      .filter((objection) => objection !== null);
    return [...missing.map((place) => notInTheRing(place, viewer)), ...objections].map((objection) => ({
      ...objection,
      viewer,
    }));
  });
  return together(sightings);
}

/** One line for each fact, with who sees it so: a thousand nodes that see one node down are one line. */
function together(sightings: readonly Sighting[]): Objection[] {
  const byFact = new Map<string, { remedy: string; viewers: string[] }>();
  for (const { found, remedy, viewer } of sightings) {
    const fact = byFact.get(found) ?? { remedy, viewers: [] };
    fact.viewers.push(viewer.name);
    byFact.set(found, fact);
  }
  return [...byFact].map(([found, { remedy, viewers }]) => ({
    found: `${found} in the eyes of ${sayList(viewers)}`,
    remedy,
  }));
}

function notInTheRing(place: Place, viewer: NodeObservation): Objection {
  return {
    found: `${sayNode(place)} is not in the ring`,
    remedy: `Compare \`nodetool status\` and \`nodetool gossipinfo\` on ${viewer.name} and ${sayNode(place)}: bring it back, or plan again without it.`,
  };
}

function unexpected(row: RingMember): Objection {
  return {
    found: `${row.address} (${row.dataCenter}, ${row.rack}) is in the ring as ${row.state} and is no node of this upgrade`,
    remedy: `Find out who added ${row.address}, let it finish, then look at the whole cluster and plan again.`,
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

function differenceOf(place: PlannedNode, row: RingMember): Objection | null {
  const differences = [
    row.dataCenter !== place.dataCenter && `data center ${row.dataCenter}, planned ${place.dataCenter}`,
    row.rack !== place.rack && `rack ${row.rack}, planned ${place.rack}`,
    row.tokenCount !== place.tokenCount && `${row.tokenCount} tokens, planned ${place.tokenCount}`,
  ].filter((difference) => difference !== false);
  if (differences.length === 0) return null;
  return {
    found: `${sayNode(place)} has changed its place: ${differences.join('; ')}`,
    remedy: `Find out who changed ${sayNode(place)}, undo it, or abort this upgrade and plan again from what is there now.`,
  };
}
