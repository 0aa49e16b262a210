import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { type Objection, judge } from './judge.ts';
import { count, sayList, sayNode } from './say.ts';

/** What was found of one metric of one node. */
export interface SeriesSeen {
  /** A selector, or a name on the node's own page. */
  readonly asked: string;
  readonly through: 'prometheus' | 'exporter';
  /** Its newest sample; null: there is none of this node. */
  readonly newest: { readonly atMillis: number; readonly ageMillis: number } | null;
  /** Why it could not be asked; null: it could. */
  readonly problem: string | null;
}

export interface MetricsSeen {
  readonly node: NodeId;
  readonly name: string;
  /** ISO 8601; null: it could not be read. */
  readonly startedAt: string | null;
  readonly series: readonly SeriesSeen[];
}

/**
 * The metrics of every node arrive where the file says that they are collected: each that it names has a sample of the
 * node, no older than it allows and taken since the node's process began, so that what an agent sent before the restart
 * does not count.
 *
 * @source seed 001, "Confirm Metrics Pipeline"; PromQL, timestamp()
 */
export function metricsArrive(
  nodes: readonly MetricsSeen[],
  { maxAgeMillis }: { readonly maxAgeMillis: number },
): Verdict {
  const whole = nodes.filter((seen) => objectionsTo(seen, maxAgeMillis).length === 0);
  const series = [...new Set(nodes.flatMap((seen) => seen.series.map(({ asked }) => asked)))];
  return judge('metricsArrive', {
    seen:
      whole.length === 0
        ? []
        : [
            `${count(whole.length, 'node')}: fresh samples of ${sayList(series)} (${sayList(whole.map(sayNode))})`,
          ],
    against: nodes.flatMap((seen) => objectionsTo(seen, maxAgeMillis)),
    standsFor: ['S1-21'],
  });
}

function objectionsTo(seen: MetricsSeen, maxAgeMillis: number): Objection[] {
  const who = sayNode(seen);
  if (seen.series.length === 0) {
    return [{ found: `${who}: its metrics were not asked for`, remedy: `Look at ${who} again.` }];
  }
  return seen.series.flatMap(({ asked, through, newest, problem }): Objection[] => {
    const where = through === 'prometheus' ? 'metrics.prometheus' : 'metrics.exporter';
    if (problem !== null) {
      const remedy = `Mend the way there, or correct ${where} in the file.`;
      return [{ found: `${who}: ${asked} could not be asked for: ${problem}`, remedy }];
    }
    if (newest === null) {
      const remedy = `Make the collection of metrics take in ${who} (its agent, its target, the name of the metric in this release), or correct ${where} in the file.`;
      return [{ found: `${who}: there is no ${asked} of it`, remedy }];
    }
    const remedy = `See that the agent of ${who} runs in the new process and is scraped: its Java, its port, its rules.`;
    if (newest.ageMillis > maxAgeMillis) {
      const age = `${Math.round(newest.ageMillis / 1_000)} s`;
      return [{ found: `${who}: the newest ${asked} of it is ${age} old`, remedy }];
    }
    // The page of an exporter was asked just now; what was collected may be from before a restart.
    if (seen.startedAt === null && through === 'prometheus') {
      const found = `${who}: whether the newest ${asked} of it is of its process is not known: its start could not be read`;
      return [{ found, remedy: `See that ${who} runs and that its host answers, then look again.` }];
    }
    // A clock apart from another by a second is still one (gate clockSkew).
    if (seen.startedAt !== null && newest.atMillis + 1_000 < Date.parse(seen.startedAt)) {
      return [{ found: `${who}: the newest ${asked} of it is from before its start`, remedy }];
    }
    return [];
  });
}
