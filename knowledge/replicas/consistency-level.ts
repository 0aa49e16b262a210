import type { KeyspaceReplication } from '../topology.ts';

/** Levels that an operator may name: what clients use. ALL bears no restart at all, and is none of them. */
export const consistencyLevels = ['ONE', 'LOCAL_ONE', 'LOCAL_QUORUM', 'QUORUM', 'EACH_QUORUM'] as const;
export type ConsistencyLevel = (typeof consistencyLevels)[number];

/** So many live replicas of one range a level needs. */
export interface Need {
  /** Where they must be; null: anywhere. */
  readonly dataCenter: string | null;
  readonly live: number;
}

/**
 * What a level needs of one range, in every data center from which a client can use it at all: those that hold a replica
 * of it. Null: the replication is not understood.
 *
 * @param held data centers that hold a replica of the range
 * @source db/ConsistencyLevel.java: quorumFor, localQuorumFor, eachQuorumFor. The configured factor counts, not how many
 *   replicas a small data center really has; with SimpleStrategy a local quorum is one of the whole factor.
 */
export function needsOf(
  level: ConsistencyLevel,
  { strategy, replicas }: KeyspaceReplication,
  held: readonly string[],
): readonly Need[] | null {
  const factors = Object.values(replicas);
  const isByCenter = strategy === 'NetworkTopologyStrategy';
  if (!isByCenter && strategy !== 'SimpleStrategy') return null;
  if (factors.length === 0 || !factors.every((factor) => Number.isInteger(factor) && factor >= 0))
    return null;
  const all = quorumOf(factors.reduce((sum, factor) => sum + factor, 0));
  const centers = isByCenter
    ? Object.entries(replicas)
        .filter(([, factor]) => factor > 0)
        .map(([center]) => center)
    : held;
  const localQuorums = centers.map((dataCenter) => ({
    dataCenter,
    live: isByCenter ? quorumOf(replicas[dataCenter] ?? 0) : all,
  }));
  switch (level) {
    case 'ONE':
      return [{ dataCenter: null, live: 1 }];
    case 'LOCAL_ONE':
      return centers.map((dataCenter) => ({ dataCenter, live: 1 }));
    case 'QUORUM':
      return [{ dataCenter: null, live: all }];
    case 'LOCAL_QUORUM':
      return localQuorums;
    case 'EACH_QUORUM':
      return isByCenter ? localQuorums : [{ dataCenter: null, live: all }];
  }
}

function quorumOf(factor: number): number {
  return Math.floor(factor / 2) + 1;
}
