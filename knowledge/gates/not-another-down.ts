import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { gossipObjections } from './in-gossip.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { notJudged, othersOf } from './others-of.ts';
import { count, sayNode } from './say.ts';

/**
 * A second opinion on othersUp, from other sources: every other node's process runs on its machine, gossip says NORMAL
 * of it everywhere. So the node about to change is the only one that may be down.
 */
export function notAnotherDown(input: NodeGateInput): Verdict {
  const { nodes, unknown, alone } = othersOf(input, ['running', 'gossip']);
  return judge('notAnotherDown', {
    seen: [
      ...alone,
      ...(nodes.length > 0
        ? [`${count(nodes.length, 'other node')}: process running, NORMAL in gossip`]
        : []),
    ],
    against: [
      ...unknown,
      ...nodes.flatMap(stopped),
      ...gossipObjections(nodes, input.plan.nodes, notJudged(input)),
    ],
    standsFor: ['S1-19', 'S4-2'],
  });
}

function stopped(seen: NodeObservation): Objection[] {
  if (seen.running !== false) return [];
  return [
    {
      found: `${sayNode(seen)}: its Cassandra process does not run`,
      remedy: `Start Cassandra on ${sayNode(seen)}, and wait until \`nodetool status\` shows it UN.`,
    },
  ];
}
