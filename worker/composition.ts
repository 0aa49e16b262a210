import { createActivities } from '../activities/index.ts';
import { folderEvidenceStore } from '../activities/evidence-store.ts';
import { SshHosts } from '../activities/hosts/ssh-hosts.ts';
import type { Composition, CompositionParts } from './main.ts';
import { meteredHosts } from './metered-hosts.ts';

/** The real activities: over SSH, with evidence in a folder. */
export function compose({ settings, metrics }: CompositionParts): Composition {
  const hosts = meteredHosts(new SshHosts(), metrics);
  const evidence = folderEvidenceStore(settings.evidenceFolder);
  return { activities: createActivities({ hosts, evidence }), close: () => hosts.close() };
}
