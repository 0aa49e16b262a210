import type { InstallSettings } from '../../../knowledge/spec/spec.ts';

/** The package that holds Cassandra itself. */
export function packageName(install: Pick<InstallSettings, 'package'>): string {
  return install.package ?? 'cassandra';
}
