import { createActivities } from '../activities/index.ts';
import { folderEvidenceStore } from '../activities/evidence-store.ts';
import { SshHosts } from '../activities/hosts/ssh-hosts.ts';
import type { Log } from './log.ts';
import { meteredHosts } from './metered-hosts.ts';
import type { MetricsSink } from './metrics.ts';
import type { WorkerSettings } from './settings.ts';

/** What the activities are made of and what must be closed after them. */
export interface Composition {
  readonly activities: object;
  close(): Promise<void>;
}

export interface CompositionParts {
  readonly settings: WorkerSettings;
  readonly log: Log;
  readonly metrics: MetricsSink;
}

/** The real activities: over SSH, with evidence in a folder. */
export function compose({ settings, metrics }: CompositionParts): Composition {
  const hosts = meteredHosts(new SshHosts(), metrics);
  const evidence = folderEvidenceStore(settings.evidenceFolder);
  return { activities: createActivities({ hosts, evidence }), close: () => hosts.close() };
}
