import { dseLinesCalled, dseReleaseOf } from '../cassandra/dse-release.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { endpointsOf } from './in-gossip.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { allOf } from './others-of.ts';
import { sayNode } from './say.ts';
import { sightingsOf, together } from './sightings.ts';

/** The changed node runs the target, by its own `nodetool version` and by what every node heard of it in gossip. */
export function releaseIsTarget(input: NodeGateInput): Verdict {
  const { plan, node, observations } = input;
  const { nodes, unknown } = allOf(input, ['gossip']);
  const places = plan.nodes.filter((place) => place.node === node);
  const own = looked(observations, ['version'], places);
  return judge('releaseIsTarget', {
    seen: own.nodes.flatMap((seen) =>
      seen.version ? `${sayNode(seen)} runs ${seen.version.release}, planned ${plan.to}` : [],
    ),
    against: [
      ...unknown,
      ...own.unknown,
      ...own.nodes.flatMap((seen) => wrongProcess(seen, plan.to)),
      ...wrongInGossip(nodes, places, plan.to),
    ],
    standsFor: ['S1-17', 'S4-3'],
  });
}

/** What keeps a node from counting as on the target by its own word. */
export function wrongProcess(seen: NodeObservation, target: Release): Objection[] {
  const who = sayNode(seen);
  if (!seen.version) return [];
  const { release, dse } = seen.version;
  if (dse !== null && dseReleaseOf(target) === null) {
    return [
      {
        found: `${who} runs DSE ${dse}, not Apache Cassandra ${target}`,
        remedy: `Find out who installed DSE on ${who}: its release number means nothing here.`,
      },
    ];
  }
  if (sameRelease(release, target)) return [];
  return [
    {
      found: `${who} runs ${release}, planned ${target}`,
      remedy: `Check where install.home points on ${who}, restart Cassandra there, then run \`nodetool version\`.`,
    },
  ];
}

/** In gossip DSE may tell no more than its four numbers, which stand for a line: which patch it is says the node itself. */
function isCalled(release: Release, target: Release): boolean {
  if (sameRelease(release, target)) return true;
  const line = dseReleaseOf(target)?.line;
  return line ? dseLinesCalled(release).includes(line) : false;
}

/** Nodes that are not heard to run the target. */
export function wrongInGossip(
  viewers: readonly NodeObservation[],
  places: readonly Pick<PlannedNode, 'node' | 'name'>[],
  target: Release,
): Objection[] {
  return together(
    sightingsOf(viewers, places, [], endpointsOf, (place, endpoint) => {
      const release = endpoint?.release ?? null;
      if (release !== null && isCalled(release, target)) return null;
      return {
        found: `${sayNode(place)} runs ${release ?? 'an unknown release'} by gossip, planned ${target}`,
        remedy: `Wait until gossip has settled, then run \`nodetool gossipinfo\`; restart ${sayNode(place)} if it stays.`,
      };
    }),
  );
}
