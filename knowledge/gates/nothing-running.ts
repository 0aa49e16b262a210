import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { idleFindings } from './idle-findings.ts';
import { judge } from './judge.ts';

/** No repair, stream, bootstrap or operator's compaction goes on anywhere; what is pending is said. */
export function nothingRunning({ inventory }: PreflightInput): Verdict {
  return judge('nothingRunning', {
    ...idleFindings(inventory.nodes, inventory.nodes),
    standsFor: ['S1-4', 'S4-31'],
  });
}
