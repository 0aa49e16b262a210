import type { NodeSettings } from '../../../knowledge/spec/node-settings.ts';

/** What names the service's own files. */
export function serviceName({ service }: NodeSettings): string {
  return 'name' in service ? service.name : 'cassandra';
}
