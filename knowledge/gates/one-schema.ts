import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import { schemaFindings } from './schema-findings.ts';

/** One schema version in all, by every node's describecluster: peers compare their digests at `cms initialize`. */
export function oneSchema(input: DoorInput): Verdict {
  const { nodes, unknown } = lookedAtStanding(input, ['cluster', 'version']);
  const { seen, against } = schemaFindings(nodes, input.plan.nodes, input.approvedSkips);
  return judge('oneSchema', {
    seen,
    against: [...unknown, ...against],
    standsFor: ['S4-9', 'S4-14', 'S4-29'],
  });
}
