import type { NodeObservation } from '../observation.ts';
import { settingsOf } from '../spec/node-settings.ts';
import type { NodeSettings } from '../spec/node-settings.ts';
import type { Spec } from '../spec/spec.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import type { ViewName } from './looked.ts';
import { sayNode } from './say.ts';

export interface SettledNode {
  readonly seen: NodeObservation;
  readonly settings: NodeSettings;
}

/**
 * Nodes beside what the file says of them. Settings may differ by data center, so a node that does not tell its own
 * place in the ring is not judged by them: it is unknown.
 */
export function withSettings(
  spec: Spec,
  observations: readonly NodeObservation[],
  needs: readonly ViewName[],
): { readonly nodes: readonly SettledNode[]; readonly unknown: readonly Objection[] } {
  const { nodes, unknown } = looked(observations, ['ring', ...needs]);
  const homeless = nodes.filter((seen) => seen.ring !== null && dataCenterOf(seen) === undefined);
  return {
    nodes: nodes.flatMap((seen) => {
      const dataCenter = dataCenterOf(seen);
      return dataCenter === undefined ? [] : { seen, settings: settingsOf(spec, seen.node, dataCenter) };
    }),
    unknown: [
      ...unknown,
      ...homeless.map((seen) => ({
        found: `${sayNode(seen)} does not show itself in its own nodetool status`,
        remedy: `Give the address that gossip uses for ${sayNode(seen)} as nodes[].broadcastAddress in the file, then look again.`,
      })),
    ],
  };
}

/** The data center that a node says it is in. */
export function dataCenterOf({ node, ring }: NodeObservation): string | undefined {
  return ring?.nodes.find(({ address }) => address === node)?.dataCenter;
}
