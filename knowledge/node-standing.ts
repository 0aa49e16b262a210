import type { NodeObservation } from './observation.ts';
import type { NodeId } from './topology.ts';
import { isUnsettled } from './unsettled.ts';

/** How a node stands, seen from itself and from its peers. */
export interface NodeStanding {
  /**
   * It runs, CQL answers, it is in mode NORMAL, every peer that was heard sees it UN, and it is known to own what it owned
   * before. A peer that was not heard is no reason to stop a node that serves, or to take it back.
   */
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
 * Does a node serve, is it down in every eye? What was not seen of the node itself is neither, and no node is down that a
 * peer which was not heard may see up.
 * @param owner names the upgrade whose lock on the host makes it in hand
 */
export function nodeStanding(
  seen: NodeObservation,
  peers: readonly NodeObservation[],
  owner: string,
): NodeStanding {
  const states = peers.map((peer) => stateIn(peer, seen.node));
  const heard = peers.filter(({ ring }) => ring);
  const lacks = lacksOf(
    seen,
    heard.map((peer) => stateIn(peer, seen.node)),
  );
  const silent = peers.length - heard.length;
  const release = seen.version?.release ?? null;
  const isDown = states.length > 0 && states.every((state) => state?.startsWith('D') === true);
  return {
    serves: lacks.length === 0,
    isDown,
    inHand: seen.host?.lockedBy === owner,
    release,
    says:
      lacks.length === 0
        ? `it runs ${release ?? 'an unknown release'} and serves${silent > 0 ? ` (${silent} of ${peers.length} peers did not say how they see it)` : ''}`
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
    ...(isUnsettled(seen) ? ['it was not compared yet with what it owned on DSE'] : []),
    ...(others.length > 0
      ? [`${others.length} of ${states.length} peers see it ${[...new Set(others)].join(' or ')}`]
      : []),
  ];
}

function sayUnseen({ problems }: NodeObservation): string {
  return problems.map(({ problem }) => problem).join('; ') || 'it could not be looked at';
}
