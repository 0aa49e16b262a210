import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { idleFindings } from './idle-findings.ts';
import { judge } from './judge.ts';
import { othersOf } from './others-of.ts';

/**
 * No repair, stream, bootstrap or operator's compaction goes on at the other nodes. A repair in a mixed cluster hangs,
 * fails or, worse, succeeds: Cassandra does not forbid it, so this does.
 *
 * @source measured on 3.11/4.0 (hangs), 4.0/4.1 and 5.0/6.0 under CASSANDRA_4 (succeeds)
 */
export function othersIdle(input: NodeGateInput): Verdict {
  const { places, unknown, alone } = othersOf(input, []);
  const { seen, against } = idleFindings(input.observations, places);
  return judge('othersIdle', {
    seen: [...alone, ...seen],
    against: [...unknown, ...against],
    standsFor: ['S1-4', 'S4-7'],
  });
}
