import type { NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import { activityOf, viewsOfActivity } from './activity.ts';
import type { Findings, Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count } from './say.ts';

interface Idle {
  readonly seen: readonly string[];
  /** What is not known of them. */
  readonly unknown: readonly Objection[];
  /** What goes on. */
  readonly activity: readonly Objection[];
}

/** What speaks for and against "nothing goes on at these nodes"; what is pending is only said. */
export function idleFindings(
  observations: readonly NodeObservation[],
  places: readonly { readonly node: NodeId; readonly name: string }[],
): Pick<Findings, 'seen' | 'against'> {
  const { seen, unknown, activity } = idleOf(observations, places);
  return { seen, against: [...unknown, ...activity] };
}

export function idleOf(
  observations: readonly NodeObservation[],
  places: readonly { readonly node: NodeId; readonly name: string }[],
): Idle {
  const { nodes, unknown } = looked(observations, [], places);
  const pending = nodes.reduce((sum, { compactions }) => sum + (compactions?.pending ?? 0), 0);
  return {
    seen:
      nodes.length === 0
        ? []
        : [
            `no repair, stream or operator's compaction seen on ${count(nodes.length, 'node')}`,
            `${count(pending, 'compaction')} pending in all`,
          ],
    unknown: [...unknown, ...nodes.flatMap((seen) => looked([seen], viewsOfActivity(seen)).unknown)],
    activity: nodes.flatMap(activityOf),
  };
}
