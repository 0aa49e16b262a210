/** The figures of many runs, for docs/track-record.md: what was tried, what was broken, how soon it went on. */
import { faults, moments, nameOf } from './fault.ts';
import type { RunOutcome } from './run-scenario.ts';
import type { FaultMet } from './world.ts';

export interface Spread {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface FaultFigures {
  readonly runs: number;
  readonly steps: number;
  /** Different combinations of step, moment and fault that really met a run. */
  readonly combinations: number;
  /** Of those planned, the ones that found no place. */
  readonly unmet: readonly string[];
  readonly violations: readonly { readonly seed: number; readonly says: string }[];
  /** How often a person was asked, by reason and step. */
  readonly asked: Readonly<Record<string, number>>;
  /** From a fault until the upgrade was at another step, in ms. */
  readonly recovery: Readonly<Record<string, Spread>>;
  /** From a new worker being up to the next command on a host, in ms: after a kill at a step that was no long job, and at one. */
  readonly afterKill: { readonly short: Spread; readonly long: Spread };
  readonly wallMillis: number;
}

/** Their work goes on on the host, so that the next worker has nothing to do but to wait for it. */
const longJobs: readonly string[] = ['rewriteSSTables', 'repairNode'];

export function figuresOf(
  outcomes: readonly RunOutcome[],
  steps: readonly string[],
  wallMillis: number,
): FaultFigures {
  const met = outcomes.flatMap(({ world }) => world.faults);
  const killed = met.filter(({ injection }) => injection.fault === 'killWorker');
  const isLong = ({ injection }: FaultMet) => longJobs.includes(injection.step);
  const asked: Record<string, number> = {};
  for (const reason of outcomes.flatMap((outcome) => outcome.asked)) asked[reason] = (asked[reason] ?? 0) + 1;
  return {
    runs: outcomes.length,
    steps: steps.length,
    combinations: new Set(met.map(({ injection }) => nameOf(injection))).size,
    unmet: outcomes.flatMap(({ unmet }) => unmet.map(nameOf)),
    violations: outcomes.flatMap(({ scenario, violations }) =>
      violations.map(({ invariant, says }) => ({ seed: scenario.seed, says: `${invariant}: ${says}` })),
    ),
    asked,
    recovery: Object.fromEntries(
      faults.map((fault) => [
        fault,
        spreadOf(
          met
            .filter(({ injection, movedOnAt }) => injection.fault === fault && movedOnAt !== null)
            .map(({ at, movedOnAt }) => (movedOnAt ?? at) - at),
        ),
      ]),
    ),
    afterKill: {
      short: spreadOf(killed.filter((fault) => !isLong(fault)).flatMap(untilNextAction)),
      long: spreadOf(killed.filter(isLong).flatMap(untilNextAction)),
    },
    wallMillis,
  };
}

function untilNextAction({ workerUpAt, nextActionAt }: FaultMet): number[] {
  return workerUpAt === null || nextActionAt === null ? [] : [nextActionAt - workerUpAt];
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { count: sorted.length, min: at(0), median: at(0.5), max: at(1) };
}

/** As a person reads it at the end of a run of the tests. */
export function printFigures(figures: FaultFigures): string {
  const seconds = (millis: number) => `${(millis / 1_000).toFixed(1)} s`;
  const spread = ({ count, min, median, max }: Spread) =>
    `${seconds(min)} / ${seconds(median)} / ${seconds(max)} (${count})`;
  const { runs, steps, combinations, unmet, violations, asked, recovery, afterKill } = figures;
  return [
    `${combinations} combinations of ${steps} steps, ${moments.length} moments and ${faults.length} faults in ${runs} runs, ${seconds(figures.wallMillis)}`,
    `${violations.length} violations; ${unmet.length} faults found no place`,
    'from the fault to the next step, min / median / max:',
    ...Object.entries(recovery).map(([fault, each]) => `  ${fault.padEnd(14)} ${spread(each)}`),
    'from a new worker being up after kill -9 to the next action on a host:',
    `  ${spread(afterKill.short)}; at rewriting and repairing ${spread(afterKill.long)}`,
    'a person was asked:',
    ...Object.entries(asked).map(([reason, count]) => `  ${count} x ${reason}`),
  ].join('\n');
}
