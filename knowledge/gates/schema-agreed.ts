import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { leftOutOf } from './left-out.ts';
import { looked } from './looked.ts';
import { schemaFindings } from './schema-findings.ts';

/** One schema version per release and nobody UNREACHABLE, by every node's own `nodetool describecluster`. */
export function schemaAgreed({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['cluster', 'version']);
  const { seen, against } = schemaFindings(nodes, inventory.nodes, leftOutOf(inventory));
  return judge('schemaAgreed', { seen, against: [...unknown, ...against], standsFor: ['S1-3', 'S4-1'] });
}
