import type { Inventory } from '../inventory.ts';
import type { Verdict } from '../verdict.ts';
import { idleFindings, idleOf } from './idle-findings.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';

/** No repair, stream, bootstrap or operator's compaction goes on anywhere; what is pending is said. */
export function nothingRunning({ inventory }: { readonly inventory: Pick<Inventory, 'nodes'> }): Verdict {
  return judge('nothingRunning', {
    ...idleFindings(inventory.nodes, inventory.nodes),
    standsFor: ['S1-4', 'S4-31'],
  });
}

/**
 * Where others who work on the cluster are paused by the plan, what runs now may be theirs: it is said, and waited for
 * after they are paused. What is not known keeps it shut all the same.
 */
export function nothingRunningOnceQuiet({ spec, inventory }: PreflightInput): Verdict {
  const { seen, unknown, activity } = idleOf(inventory.nodes, inventory.nodes);
  const names = spec.actors.map(({ name }) => name).join(', ');
  return judge('nothingRunning', {
    seen:
      activity.length === 0
        ? seen
        : [...activity.map(({ found }) => found), `waited for once these are paused: ${names}`],
    against: unknown,
    standsFor: ['S1-4', 'S4-31'],
  });
}
