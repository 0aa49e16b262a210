import type { Plan } from '../../knowledge/plan.ts';
import type { ReportHop } from './report.ts';

/** A run of the cluster's workflow, with the last plan that it made. */
export interface PlannedRun {
  readonly plan: Plan | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** The hops of a chain, as each run planned its own; a hop that several runs worked at is one. Empty: there is no chain. */
export function readHops(runs: readonly PlannedRun[], endedWell: boolean): readonly ReportHop[] {
  const hops = new Map<number, ReportHop>();
  for (const { plan, startedAt, endedAt } of runs) {
    if (!plan?.hop) continue;
    const { number, of } = plan.hop;
    const earlier = hops.get(number);
    hops.set(number, {
      ...{ number, of, to: plan.to },
      from: earlier?.from ?? [...new Set(plan.nodes.map(({ release }) => release))],
      startedAt: earlier?.startedAt ?? startedAt,
      endedAt,
      whole: false,
    });
  }
  const last = Math.max(...hops.keys());
  // That a later one was planned proves that those before it were whole.
  return [...hops.values()].map((hop) => ({
    ...hop,
    whole: hop.number < last || (endedWell && hop.number === hop.of),
  }));
}
