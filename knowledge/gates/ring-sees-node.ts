import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { ringObjections } from './in-all-eyes.ts';
import { judge } from './judge.ts';
import { allOf, awayFrom } from './others-of.ts';

/** The changed node is Up/Normal in its own and every peer's eyes, and so is everyone else. */
export function ringSeesNode(input: NodeGateInput): Verdict {
  const { nodes, unknown } = allOf(input, ['ring']);
  const seeing = nodes.filter(({ ring }) =>
    ring?.nodes.some(({ address, state }) => address === input.node && state === 'UN'),
  );
  return judge('ringSeesNode', {
    seen: [`${input.node} is UN in the eyes of ${seeing.length} of ${nodes.length}`],
    against: [...unknown, ...ringObjections(nodes, input.plan.nodes, awayFrom(input))],
    standsFor: ['S1-G1', 'S1-16', 'S4-4'],
  });
}
