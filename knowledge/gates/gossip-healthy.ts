import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { gossipObjections } from './in-gossip.ts';
import { judge } from './judge.ts';
import { allOf, awayFrom } from './others-of.ts';
import { count } from './say.ts';

/** Everyone has heard of everyone, the changed node included: NORMAL, in the data center and rack of before. */
export function gossipHealthy(input: NodeGateInput): Verdict {
  const { nodes, unknown } = allOf(input, ['gossip']);
  const planned = input.plan.nodes;
  const up = planned.length - awayFrom(input).length;
  return judge('gossipHealthy', {
    seen: nodes.length === 0 ? [] : [`${count(up, 'node')} NORMAL in the gossip of ${nodes.length}`],
    against: [...unknown, ...gossipObjections(nodes, planned, awayFrom(input))],
    standsFor: ['S1-G3', 'S4-4'],
  });
}
