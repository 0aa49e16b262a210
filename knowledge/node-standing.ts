import type { NodeObservation } from './observation.ts';
import type { NodeId } from './topology.ts';

/** How a node stands, seen from itself and from its peers. */
export interface NodeStanding {
  /** It runs, CQL answers, it is in mode NORMAL, and every peer sees it UN. */
  readonly serves: boolean;
  /** Every peer was heard and sees it down. */
  readonly isDown: boolean;
  /** The upgrade's lock is on its host: what is half done there is its own. */
  readonly inHand?: boolean;
  /** What it says it runs; null: it does not say. */
  readonly release: string | null;
  /** All of that as a clause: `it runs 5.0.9 and serves`. */
  readonly says: string;
}

/**
 * Does a node serve, is it down in every eye? What was not seen is neither.
 * @param owner names the upgrade whose lock on the host makes it in hand
 */
export function nodeStanding(
  seen: NodeObservation,
  peers: readonly NodeObservation[],
  owner: string,
): NodeStanding {
  const states = peers.map((peer) => stateIn(peer, seen.node));
  const lacks = lacksOf(seen, states);
  const release = seen.version?.release ?? null;
  const isDown = states.length > 0 && states.every((state) => state?.startsWith('D') === true);
  return {
    serves: lacks.length === 0,
    isDown,
    inHand: seen.host?.lockedBy === owner,
    release,
    says:
      lacks.length === 0
        ? `it runs ${release ?? 'an unknown release'} and serves`
        : `it does not serve: ${lacks.join('; ')}${isDown ? '; it is down in every eye' : ''}`,
  };
}

/** What a node has in nodetool status of a peer; null: that one did not tell, or told twice. */
function stateIn(peer: NodeObservation, node: NodeId): string | null {
  const rows = peer.ring?.nodes.filter(({ address }) => address === node) ?? [];
  return rows.length === 1 ? (rows[0]?.state ?? null) : null;
}

function lacksOf(seen: NodeObservation, states: readonly (string | null)[]): string[] {
  const { running, cql, net, version } = seen;
  if (running !== true) return [running === false ? 'no process runs' : sayUnseen(seen)];
  const others = states.filter((state) => state !== 'UN').map((state) => state ?? 'unknown');
  return [
    ...(cql?.answers === true ? [] : ['CQL does not answer']),
    ...(net?.mode === 'NORMAL' ? [] : [`its mode is ${net?.mode ?? 'not known'}`]),
    ...(version ? [] : ['it does not tell its release']),
    ...(others.length > 0
      ? [`${others.length} of ${states.length} peers see it ${[...new Set(others)].join(' or ')}`]
      : []),
  ];
}

function sayUnseen({ problems }: NodeObservation): string {
  return problems.map(({ problem }) => problem).join('; ') || 'it could not be looked at';
}
