import { isDse } from './cassandra/dse-release.ts';
import type { NodeObservation } from './observation.ts';

/**
 * It left DSE, was given system tables of its own anew, and what it owns since was not compared yet with what it owned: it may
 * serve as another node than it was. One that is back on DSE has its old tables, whatever lies on its host.
 */
export function isUnsettled({ host, version }: Pick<NodeObservation, 'host' | 'version'>): boolean {
  return host?.unsettled !== undefined && !isDse(version?.release ?? '');
}
