import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';
import type { ServiceSeen } from './service-input.ts';

/** Not knowing means shut: nodes of which nobody knows how they serve. */
export function unseenService(nodes: readonly ServiceSeen[]): Objection[] {
  return nodes
    .filter(({ now }) => now === null)
    .map((seen) => ({
      found: `${sayNode(seen)}: how it serves could not be read: ${seen.problems.join('; ') || 'it was not looked at'}`,
      remedy: `Make proxyhistograms, tpstats, gcstats and sjk of nodetool answer on ${sayNode(seen)}, or its Jolokia where the file names one, then look again.`,
    }));
}
