import { type Bean, numberIn } from './bean.ts';
import type { BeanQuery } from './jolokia-answer.ts';

/** What a node's own metrics say of cluster metadata. */
export interface MetadataMetrics {
  readonly epoch: number;
  readonly cmsSize: number;
  readonly unreachableMembers: number;
  readonly isMember: boolean;
  readonly needsReconfiguration: boolean;
  /** Counters that alerts are advised on and this node does not have. */
  readonly absent: readonly string[];
}

const gauges = [
  'Epoch',
  'CMSSize',
  'UnreachableCMSMembers',
  'IsCMSMember',
  'NeedsCMSReconfiguration',
] as const;

/** Timers and meters: each has a Count. */
export const metadataCounters = [
  'CommitSuccessLatency',
  'CommitFailureLatency',
  'CommitRetries',
  'FetchLogRetries',
  'FetchCMSLogConsistencyDowngradeRelax',
  'ProgressBarrierRetries',
  'ProgressBarrierCLRelaxed',
  'CoordinatorBehindSchema',
  'CoordinatorBehindPlacements',
] as const;

const nameOf = (metric: string) => `org.apache.cassandra.metrics:type=TCM,name=${metric}`;

/**
 * One request for all of them, each by its whole name.
 * @source metrics/TCMMetrics.java of 6.0-alpha2: registered when first used, which every start does (fetchLogAndWait in
 *   service/CassandraDaemon.java)
 */
export const metadataQueries: readonly BeanQuery[] = [
  ...gauges.map((metric) => ({ mbean: nameOf(metric), attributes: ['Value'] })),
  ...metadataCounters.map((metric) => ({ mbean: nameOf(metric), attributes: ['Count'] })),
];

/** @returns what is missing, in words, when the beans do not tell the five that are judged */
export function metadataMetricsIn(beans: readonly Bean[]): MetadataMetrics | string {
  const own = beans.filter(({ keys }) => keys['type'] === 'TCM');
  const find = (name: string) => own.find(({ keys }) => keys['name'] === name);
  const values = gauges.map((name) => {
    const bean = find(name);
    return bean === undefined ? null : numberIn(bean, 'Value');
  });
  const missing = gauges.filter((_, index) => values[index] === null);
  if (missing.length > 0) return `no MBean of type TCM tells ${missing.join(', ')}`;
  const [epoch = 0, cmsSize = 0, unreachableMembers = 0, isMember = 0, needs = 0] = values as number[];
  return {
    ...{ epoch, cmsSize, unreachableMembers },
    isMember: isMember === 1,
    needsReconfiguration: needs === 1,
    absent: metadataCounters.filter((name) => {
      const bean = find(name);
      return bean === undefined || numberIn(bean, 'Count') === null;
    }),
  };
}
