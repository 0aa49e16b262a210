import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayNode } from './say.ts';

/** Every node answers a CQL query: UN is not serving. */
export function cqlAnswers({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['cql']);
  return judge('cqlAnswers', {
    seen: sayAnswering(nodes),
    against: [...unknown, ...nodes.flatMap(silentOnCql)],
    standsFor: ['S1-G5', 'S4-30'],
  });
}

export function sayAnswering(nodes: readonly NodeObservation[]): string[] {
  const answering = nodes.filter(({ cql }) => cql?.answers === true);
  return answering.length === 0 ? [] : [`${count(answering.length, 'node')} answered a CQL query`];
}

export function silentOnCql(seen: NodeObservation): Objection[] {
  if (seen.cql === null || seen.cql.answers) return [];
  return [
    {
      found: `${sayNode(seen)} does not answer CQL: ${seen.cql.detail}`,
      remedy: `Run \`nodetool statusbinary\` on ${sayNode(seen)}; if it is not running, \`nodetool enablebinary\`; else check cql.port, user and TLS in the file.`,
    },
  ];
}
