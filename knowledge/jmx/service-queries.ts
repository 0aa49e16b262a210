import type { ClientErrors, GcView } from '../observation.ts';
import { type Bean, numberIn } from './bean.ts';
import { clientRequestsIn } from './client-requests.ts';
import type { BeanQuery } from './jolokia-answer.ts';

const metrics = 'org.apache.cassandra.metrics:type=';

/**
 * What the gates on service need of a node, in one bulk read.
 * @source metrics/ClientRequestMetrics.java, DroppedMessageMetrics.java and service/GCInspector.java of 3.11.19 to 6.0-alpha2
 */
export const serviceQueries = [
  { mbean: `${metrics}ClientRequest,scope=*,name=Latency`, attributes: ['99thPercentile'] },
  { mbean: `${metrics}ClientRequest,scope=*,name=Timeouts`, attributes: ['Count'] },
  { mbean: `${metrics}ClientRequest,scope=*,name=Unavailables`, attributes: ['Count'] },
  { mbean: `${metrics}ClientRequest,scope=*,name=Failures`, attributes: ['Count'] },
  { mbean: `${metrics}DroppedMessage,scope=*,name=Dropped`, attributes: ['Count'] },
  { mbean: 'org.apache.cassandra.service:type=GCInspector', attributes: ['AndResetStats'] },
] as const satisfies readonly BeanQuery[];

export interface ServiceMetrics {
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
  readonly errors: ClientErrors;
  readonly dropped: Readonly<Record<string, number>>;
  readonly gc: GcView;
}

/** @returns what is missing, in words, when the beans do not tell all of it */
export function serviceMetricsIn(answers: readonly (readonly Bean[])[]): ServiceMetrics | string {
  const [droppedBeans = [], [inspector] = []] = answers.slice(-2);
  const requests = clientRequestsIn(answers.slice(0, -2).flat());
  if (requests === null) return 'MBeans of type ClientRequest are missing';
  const dropped = droppedBeans.map((bean) => [bean.keys['scope'] ?? '', numberIn(bean, 'Count')] as const);
  if (dropped.length === 0 || dropped.some(([, count]) => count === null))
    return 'MBeans of type DroppedMessage are missing';
  const gc = gcIn(inspector?.attributes['AndResetStats']);
  if (gc === null) return 'the MBean GCInspector does not tell its statistics';
  return {
    ...requests,
    dropped: Object.fromEntries(
      dropped.filter(([, count]) => count !== 0).map(([type, count]) => [type, count ?? 0]),
    ),
    gc,
  };
}

/** Interval, longest and total in milliseconds; what follows differs by release. */
function gcIn(stats: unknown): GcView | null {
  if (!Array.isArray(stats) || stats.length < 6) return null;
  const [intervalMillis, longestMillis, totalMillis] = stats as unknown[];
  if (typeof intervalMillis !== 'number' || typeof longestMillis !== 'number') return null;
  return typeof totalMillis === 'number' ? { intervalMillis, longestMillis, totalMillis } : null;
}
