import type { ClientErrors } from '../observation.ts';
import { type Bean, numberIn } from './bean.ts';

export interface ClientRequests {
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
  readonly errors: ClientErrors;
}

/**
 * Clients' requests of one coordinator, from the MBeans of type ClientRequest. Scopes such as Read-LOCAL_QUORUM count the
 * same requests once more, by consistency level. Null: a name that every release has is missing, so that nothing can be
 * said.
 *
 * @source metrics/ClientRequestMetrics.java, metrics/ClientRequestsMetricsHolder.java of 3.11.19 to 6.0-alpha2
 */
export function clientRequestsIn(beans: readonly Bean[]): ClientRequests | null {
  const own = beans.filter(({ keys }) => keys['type'] === 'ClientRequest' && !keys['scope']?.includes('-'));
  const sum = (name: string): number | null => {
    const counts = own.filter(({ keys }) => keys['name'] === name).map((bean) => numberIn(bean, 'Count'));
    const known = counts.filter((count) => count !== null);
    return known.length === counts.length && known.length > 0 ? known.reduce((a, b) => a + b, 0) : null;
  };
  const [timeouts, unavailables, failures] = [sum('Timeouts'), sum('Unavailables'), sum('Failures')];
  const [read, write] = [latencyOf(own, 'Read'), latencyOf(own, 'Write')];
  if (timeouts === null || unavailables === null || failures === null) return null;
  if (read === undefined || write === undefined) return null;
  return {
    readP99Micros: read,
    writeP99Micros: write,
    errors: { timeouts, unavailables, failures },
  };
}

/** Null: no requests lately; undefined: there is no such bean. */
function latencyOf(beans: readonly Bean[], scope: string): number | null | undefined {
  const bean = beans.find(({ keys }) => keys['name'] === 'Latency' && keys['scope'] === scope);
  if (!bean || !('99thPercentile' in bean.attributes)) return undefined;
  return numberIn(bean, '99thPercentile') || null;
}
