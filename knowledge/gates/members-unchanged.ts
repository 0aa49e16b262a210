import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { memberObjections } from './in-all-eyes.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { othersOf } from './others-of.ts';
import { count, sayNode } from './say.ts';

/**
 * The ring has the plan's members in the plan's places, with as many tokens: nobody was added, removed, replaced or
 * moved since.
 */
export function membersUnchanged(input: NodeGateInput): Verdict {
  const { nodes, unknown, alone } = othersOf(input, ['ring']);
  // A node alone has nobody else's eyes: its own are used while it has any.
  const eyes = alone.length > 0 ? input.observations.filter(({ node }) => node === input.node) : nodes;
  const viewers = eyes.filter(({ ring }) => ring !== null);
  return judge('membersUnchanged', {
    seen: [
      ...alone,
      `${count(input.plan.nodes.length, 'node')} of the plan, looked at by ${count(viewers.length, 'node')}`,
    ],
    against: [...unknown, ...memberObjections(viewers, input.plan.nodes), ...strangers(input)],
    standsFor: ['S4-7'],
  });
}

function strangers({ plan, observations }: NodeGateInput): Objection[] {
  const planned = new Set(plan.nodes.map(({ node }) => node));
  return observations
    .filter(({ node }) => !planned.has(node))
    .map((seen) => ({
      found: `${sayNode(seen)} was looked at and is no node of the plan`,
      remedy: `Find out who added ${sayNode(seen)}, then look at the whole cluster and plan again.`,
    }));
}
