import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { schemaFindings } from './schema-findings.ts';
import { allOf, awayFrom, notJudged, othersOf } from './others-of.ts';

/** Before a node is changed: among the others each release has one schema version. */
export function schemaPerReleaseBefore(input: NodeGateInput): Verdict {
  const { nodes, unknown, alone } = othersOf(input, ['cluster', 'version']);
  const { seen, against } = schemaFindings(nodes, input.plan.nodes, notJudged(input));
  return judge('schemaPerRelease', {
    seen: [...alone, ...seen],
    against: [...unknown, ...against],
    standsFor: ['S1-3', 'S4-5'],
  });
}

/** After it: the changed node is among them. */
export function schemaPerReleaseAfter(input: NodeGateInput): Verdict {
  const { nodes, unknown } = allOf(input, ['cluster', 'version']);
  const { seen, against } = schemaFindings(nodes, input.plan.nodes, awayFrom(input));
  return judge('schemaPerRelease', { seen, against: [...unknown, ...against], standsFor: ['S1-G2', 'S4-5'] });
}
