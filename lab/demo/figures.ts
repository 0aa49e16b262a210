/** The figures that a demo ends with, read from the product's own report and from what was measured beside it. */

/** The part of `ringlift report --json` that the figures are made of. */
export interface ReportForFigures {
  readonly state: string;
  readonly nodes: readonly {
    readonly node: string;
    readonly name: string;
    readonly tookMillis: number | null;
  }[];
  readonly steps: readonly {
    readonly node: string | null;
    readonly kind: string;
    readonly tookMillis: number | null;
  }[];
}

export interface NodeTime {
  readonly name: string;
  readonly tookMillis: number;
  /** Drain, stop, start and waiting until it serves: what Cassandra itself takes. */
  readonly ownMillis: number;
}

/** What a node's own work is: everything else of its time is Ringlift's. */
const ownSteps = ['drainNode', 'stopNode', 'startNode', 'awaitServing'];

export function nodeTimes({ nodes, steps }: ReportForFigures): NodeTime[] {
  return nodes.flatMap(({ node, name, tookMillis }) => {
    if (tookMillis === null) return [];
    const own = steps.filter((step) => step.node === node && ownSteps.includes(step.kind));
    return [{ name, tookMillis, ownMillis: own.reduce((sum, step) => sum + (step.tookMillis ?? 0), 0) }];
  });
}

/** How many events Temporal keeps of it. */
export interface HistoryEvents {
  readonly cluster: number;
  /** In the order of the lab's nodes. */
  readonly nodes: readonly number[];
}

export interface DemoFigures {
  readonly times: readonly NodeTime[];
  readonly checksumBefore: string;
  readonly checksumAfter: string;
  readonly requests: number;
  readonly failedRequests: number;
  readonly lostWrites: number;
  readonly cmsMembers: number;
  readonly releases: readonly string[];
  readonly wallMillis: number;
  readonly historyEvents: HistoryEvents;
}

/** Goals that were missed, one sentence each; empty: the demo succeeded. */
export function missedGoals(figures: DemoFigures, target: string, nodes: number): string[] {
  const onTarget = figures.releases.filter((release) => release === target).length;
  return [
    ...(figures.checksumBefore === figures.checksumAfter ? [] : ['the data differs from what it was before']),
    ...(figures.failedRequests === 0 ? [] : [`${figures.failedRequests} client requests failed`]),
    ...(figures.lostWrites === 0 ? [] : [`${figures.lostWrites} acknowledged writes are not readable`]),
    ...(onTarget === nodes ? [] : [`${onTarget} of ${nodes} nodes run ${target}`]),
    ...(figures.cmsMembers === nodes ? [] : [`the CMS has ${figures.cmsMembers} members`]),
  ];
}

export function printFigures(figures: DemoFigures): string {
  const seconds = (millis: number) => `${(millis / 1_000).toFixed(1)} s`;
  const same = figures.checksumBefore === figures.checksumAfter ? 'equal' : 'DIFFERENT';
  return [
    `data checksum       ${same} before and after (${figures.checksumAfter.slice(0, 16)})`,
    `client requests     ${figures.requests}, failed ${figures.failedRequests}, acknowledged writes lost ${figures.lostWrites}`,
    `nodes               ${figures.releases.join(', ')}`,
    `CMS members         ${figures.cmsMembers}`,
    ...figures.times.map(
      ({ name, tookMillis, ownMillis }) =>
        `${name.padEnd(19)} ${seconds(tookMillis)}, of which the node's own ${seconds(ownMillis)}, Ringlift's ${seconds(tookMillis - ownMillis)}`,
    ),
    `history             ${figures.historyEvents.cluster} events of the cluster, ${figures.historyEvents.nodes.join(', ')} of its nodes`,
    `wall time           ${seconds(figures.wallMillis)}`,
  ].join('\n');
}
