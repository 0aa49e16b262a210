/** Counting what became of an application's requests. */

export interface FailureKind {
  readonly text: string;
  readonly count: number;
  /** ISO time of the first one. */
  readonly first: string;
}

export interface TrafficSummary {
  readonly requests: number;
  readonly failed: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  readonly maxMillis: number;
  /** By error text, the most frequent first. */
  readonly failures: readonly FailureKind[];
}

/** One line of the file of seconds. */
export interface TrafficSecond {
  /** ISO time of the second's start. */
  readonly at: string;
  readonly requests: number;
  readonly failed: number;
  readonly maxMillis: number;
  readonly errors: readonly string[];
}

export interface Tally {
  /** @param error text of the failure; absent: it succeeded */
  count(endedAt: number, tookMillis: number, error?: string): void;
  /** What was counted since the last call, as one second's line; undefined when nothing was. */
  takeSecond(startedAt: number): TrafficSecond | undefined;
  summary(): TrafficSummary;
}

export function newTally(): Tally {
  const latencies: number[] = [];
  const failures = new Map<string, { count: number; first: string }>();
  let failed = 0;
  let second = emptySecond();
  return {
    count(endedAt, tookMillis, error) {
      latencies.push(tookMillis);
      second.requests++;
      second.maxMillis = Math.max(second.maxMillis, tookMillis);
      if (error === undefined) return;
      failed++;
      second.failed++;
      second.errors.add(error);
      const known = failures.get(error);
      failures.set(error, {
        count: (known?.count ?? 0) + 1,
        first: known?.first ?? new Date(endedAt).toISOString(),
      });
    },
    takeSecond(startedAt) {
      const taken = second;
      second = emptySecond();
      if (taken.requests === 0) return undefined;
      const { requests, maxMillis } = taken;
      return {
        at: new Date(startedAt).toISOString(),
        requests,
        failed: taken.failed,
        maxMillis,
        errors: [...taken.errors],
      };
    },
    summary() {
      const sorted = Float64Array.from(latencies).sort();
      return {
        ...{ requests: latencies.length, failed },
        ...{
          p50Millis: percentile(sorted, 0.5),
          p99Millis: percentile(sorted, 0.99),
          maxMillis: sorted.at(-1) ?? 0,
        },
        failures: [...failures].map(([text, kind]) => ({ text, ...kind })).sort((a, b) => b.count - a.count),
      };
    },
  };
}

/** The smallest value that at least that share of all values do not exceed; 0 of none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function emptySecond() {
  return { requests: 0, failed: 0, maxMillis: 0, errors: new Set<string>() };
}
