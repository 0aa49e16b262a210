import type { CmsView, NodeObservation } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import { looked } from './looked.ts';

/**
 * How far `cms initialize` has got, from `cms describe` of all nodes that go through the door. One node that says that
 * it is initialized decides, whatever the others say; and while one tells nothing, nothing is known to be undone.
 */
export interface CmsProgress {
  readonly state: 'initialized' | 'unknown' | 'migrating' | 'notBegun';
  /** The nodes that say so; of `unknown` those that told nothing. */
  readonly nodes: readonly NodeId[];
}

type Place = { readonly node: NodeId; readonly name: string };

export function cmsProgress(
  observations: readonly NodeObservation[],
  standing: readonly Place[],
): CmsProgress {
  const { nodes } = looked(observations, ['cms'], standing);
  const those = (holds: (cms: CmsView) => boolean) =>
    nodes.flatMap(({ node, cms }) => (cms && holds(cms) ? [node] : []));
  const initialized = those(isInitialized);
  if (initialized.length > 0) return { state: 'initialized', nodes: initialized };
  const told = those(() => true);
  const silent = standing.map(({ node }) => node).filter((node) => !told.includes(node));
  if (silent.length > 0 || standing.length === 0) return { state: 'unknown', nodes: silent };
  const migrating = those(({ isMigrating }) => isMigrating);
  if (migrating.length > 0) return { state: 'migrating', nodes: migrating };
  return { state: 'notBegun', nodes: told };
}

/** Before it, the identifier is 0, there are no members and the state is GOSSIP: anything else is not before. */
export function isInitialized({ identifier, members, serviceState }: CmsView): boolean {
  return identifier !== '0' || members.length > 0 || serviceState !== 'GOSSIP';
}
