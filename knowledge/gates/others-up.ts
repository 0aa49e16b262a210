import type { Verdict } from '../verdict.ts';
import { sayAnswering, silentOnCql } from './cql-answers.ts';
import type { NodeGateInput } from './gate-input.ts';
import { ringObjections } from './in-all-eyes.ts';
import { judge } from './judge.ts';
import { notJudged, othersOf } from './others-of.ts';
import { count } from './say.ts';

/** Every node but the one about to change is Up/Normal in every other node's eyes, and answers CQL. */
export function othersUp(input: NodeGateInput): Verdict {
  const { nodes, unknown, alone } = othersOf(input, ['ring', 'cql']);
  return judge('othersUp', {
    seen: [
      ...alone,
      ...(nodes.length > 0 ? [`${count(nodes.length, 'other node')} UN in each other's eyes`] : []),
      ...sayAnswering(nodes),
    ],
    against: [
      ...unknown,
      ...ringObjections(nodes, input.plan.nodes, notJudged(input)),
      ...nodes.flatMap(silentOnCql),
    ],
    standsFor: ['S1-2', 'S1-19', 'S4-2'],
  });
}
