import type { GossipEndpoint, NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';
import { placeDifference, sightingsOf, together } from './sightings.ts';

/**
 * Planned nodes that someone has not heard of, or heard to be elsewhere or not NORMAL. Host ids are not compared: 6.0
 * shows others for the same nodes. What has left stays in gossip for days and is nobody's concern.
 *
 * @source seed 001, gate 3; host ids measured on 5.0.9 with 6.0-alpha2; gossip keeps LEFT for 3 days (Gossiper.java)
 * @param except who is not judged: the node about to change may be half done
 */
export function gossipObjections(
  viewers: readonly NodeObservation[],
  planned: readonly PlannedNode[],
  except: readonly NodeId[] = [],
): Objection[] {
  return together(
    sightingsOf(viewers, planned, except, endpointsOf, (place, endpoint, viewer) =>
      endpoint ? objectionTo(place, endpoint) : unheard(place, viewer),
    ),
  );
}

export function endpointsOf({ gossip }: NodeObservation): Map<NodeId, GossipEndpoint> {
  return new Map(gossip?.endpoints.map((endpoint) => [endpoint.address, endpoint]));
}

function unheard(place: PlannedNode, viewer: NodeObservation): Objection {
  return {
    found: `nothing was heard of ${sayNode(place)}`,
    remedy: `Check the internode connection (storage_port) between ${viewer.name} and ${sayNode(place)}, then \`nodetool gossipinfo\` on both.`,
  };
}

function objectionTo(place: PlannedNode, endpoint: GossipEndpoint): Objection | null {
  const who = sayNode(place);
  const difference = placeDifference(place, endpoint);
  if (endpoint.status !== 'NORMAL') {
    return {
      found: `${who} is ${endpoint.status ?? 'without a status'} in gossip`,
      remedy: `Bring ${who} to NORMAL: read its system.log, and start it if it is down (\`nodetool gossipinfo\`).`,
    };
  }
  if (difference === null) return null;
  return {
    found: `${who} has changed its place in gossip: ${difference}`,
    remedy: `Put the data center and rack of ${who} back (cassandra-rackdc.properties or its snitch's file) and restart it.`,
  };
}
