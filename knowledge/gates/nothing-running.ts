import type { Verdict } from '../verdict.ts';
import { activityOf, viewsOfActivity } from './activity.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { looked } from './looked.ts';
import { count } from './say.ts';

/** No repair, stream, bootstrap or operator's compaction goes on anywhere; what is pending is said. */
export function nothingRunning({ inventory }: PreflightInput): Verdict {
  const nodes = inventory.nodes;
  const pending = nodes.reduce((sum, { compactions }) => sum + (compactions?.pending ?? 0), 0);
  return judge('nothingRunning', {
    seen:
      nodes.length === 0
        ? []
        : [
            `no repair, stream or operator's compaction on ${count(nodes.length, 'node')}`,
            `${count(pending, 'compaction')} pending in all`,
          ],
    against: nodes.flatMap((seen) => [...looked([seen], viewsOfActivity(seen)).unknown, ...activityOf(seen)]),
    standsFor: ['S1-4', 'S4-31'],
  });
}
