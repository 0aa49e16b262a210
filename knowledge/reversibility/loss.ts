import type { Inventory } from '../inventory.ts';
import type { NodeWayBack, WayBackKind } from '../ledger.ts';
import type { NodeId } from '../topology.ts';
import { type Lost, sayLost } from './say-lost.ts';

/** How the keyspaces are replicated, as far as it is known. */
export interface Replication extends Pick<Inventory, 'keyspaces' | 'replicaSets'> {
  /** Data center of every member: not only of those that go back. */
  readonly dataCenters: Readonly<Record<NodeId, string>>;
  /** Members that are down for ever: no writes come back from them. */
  readonly down: readonly NodeId[];
}

export interface Loss {
  /** What may be lost, in words that a consent repeats; null: nothing of which every replica would be restored. */
  readonly loses: string | null;
  /** Since when writes have to come back from replicas that are not restored; null: none have to. */
  readonly refilledSince: string | null;
}

type Back = Pick<NodeWayBack, 'node' | 'kind' | 'since' | 'owesRepairSince'>;

/** A replica that will not have what was written since. */
interface Without {
  readonly node: NodeId;
  /** Null: it will have nothing at all. */
  readonly since: string | null;
  /** False: it went back earlier perhaps, nobody could tell. */
  readonly known: boolean;
}

const replacesData: readonly WayBackKind[] = ['restorePoint', 'snapshot', 'rebuild'];

/** Which of the nodes would have their data replaced by older one. */
export function restoredAmong<Node extends Back>(nodes: readonly Node[]): Node[] {
  return nodes.filter(({ kind }) => replacesData.includes(kind));
}

/**
 * What is lost when these nodes go back, and no others: writes to ranges whose every replica is restored, since the
 * oldest of its restore points. A node that went back earlier and was not repaired since is no replica that still has
 * them. Deterministic, so that the words can be repeated as a consent.
 * @param back all that go back now; those that keep their data count as replicas that were not restored
 * @param others members that stay as they are
 */
export function lossOf(back: readonly Back[], others: readonly Back[], replication: Replication): Loss {
  const now = restoredAmong(back).map((node): Without => ({ ...node, since: sinceOf(node), known: true }));
  if (now.length === 0) return { loses: null, refilledSince: null };
  const earlier = [...back, ...others].flatMap(({ node, kind, owesRepairSince }): Without[] =>
    owesRepairSince === undefined || replacesData.includes(kind)
      ? []
      : [{ node, since: owesRepairSince, known: owesRepairSince !== null }],
  );
  const keyspaces = usersKeyspaces(replication);
  // Which there are is not known: then any may be concerned.
  const named = keyspaces.length > 0 ? keyspaces : [null];
  const lost = named.flatMap((keyspace) => lostOf(keyspace, now, earlier, replication) ?? []);
  const isRefilled = keyspaces.some((keyspace) => keepsReplica(keyspace, now, earlier, replication));
  return { loses: sayLost(lost), refilledSince: isRefilled ? oldestOf(now) : null };
}

/** A restore point that was made while a repair was owed lacks what the repair would have brought. */
function sinceOf({ node, since, owesRepairSince }: Back): string | null {
  if (since === null || !owesRepairSince) return since;
  return oldestOf([since, owesRepairSince].map((at) => ({ node, since: at, known: true })));
}

/** Names, whether the replica sets or only the replication is known. */
function usersKeyspaces({ keyspaces, replicaSets }: Replication): string[] {
  const names = keyspaces
    .filter(({ strategy }) => strategy !== 'LocalStrategy')
    .map(({ keyspace }) => keyspace);
  return [...new Set([...names, ...Object.keys(replicaSets ?? {})])]
    .filter((name) => !/^system(_|$)/.test(name) || name === 'system_auth')
    .toSorted();
}

function lostOf(
  keyspace: string | null,
  now: readonly Without[],
  earlier: readonly Without[],
  replication: Replication,
): (Lost & { readonly keyspace: string }) | null {
  const all = [...now, ...earlier];
  const sets = keyspace === null ? null : setsOf(keyspace, replication);
  const name = keyspace ?? '';
  if (sets === null) {
    if (!mayHoldAll(name, all, replication)) return null;
    return { keyspace: name, since: all.some(isEmptied) ? null : oldestOf(all), known: false };
  }
  const gone = sets
    .filter((set) => set.some((node) => now.some((each) => each.node === node)))
    .map((set) => ({ set, without: all.filter(({ node }) => set.includes(node)) }))
    .filter(({ set, without }) => without.length === set.length);
  if (gone.length === 0) return null;
  const members = gone.flatMap(({ without }) => without);
  // Where one range keeps nothing at all, that is what has to be said.
  const isWhole = gone.some(({ without }) => without.every(isEmptied));
  return {
    keyspace: name,
    since: isWhole ? null : oldestOf(members),
    known: members.every(({ known }) => known),
  };
}

function keepsReplica(
  keyspace: string,
  now: readonly Without[],
  earlier: readonly Without[],
  replication: Replication,
): boolean {
  const sets = setsOf(keyspace, replication);
  // With the sets not known some range may well be refilled.
  if (sets === null) return true;
  return sets.some((set) => {
    const restored = now.filter(({ node }) => set.includes(node)).length;
    const missing = earlier.filter(({ node }) => set.includes(node)).length;
    return restored > 0 && restored + missing < set.length;
  });
}

/** Replicas that are up. Null: not known; a set without a replica is no set that was understood. */
function setsOf(keyspace: string, { replicaSets, down }: Replication): readonly (readonly NodeId[])[] | null {
  const sets = replicaSets?.[keyspace];
  if (!sets || sets.length === 0 || sets.some((set) => set.length === 0)) return null;
  return sets.map((set) => set.filter((node) => !down.includes(node))).filter((set) => set.length > 0);
}

/**
 * With the sets of replicas not known: could some range have all of its replicas among these? Not while in a data
 * center they are fewer than each range has replicas there.
 */
function mayHoldAll(
  keyspace: string,
  without: readonly Without[],
  { keyspaces, dataCenters, down }: Replication,
): boolean {
  const replicas = keyspaces.find((each) => each.keyspace === keyspace)?.replicas ?? {};
  const members = Object.entries(dataCenters);
  const wanted = Object.entries(replicas).filter(([, number]) => number > 0);
  if (wanted.length === 0 || members.length === 0) return true;
  return wanted.every(([place, number]) => {
    const here = members
      .filter(([, dataCenter]) => place === '*' || dataCenter === place)
      .map(([node]) => node);
    const back = without.filter(({ node }) => here.includes(node)).length;
    const gone = here.filter((node) => down.includes(node)).length;
    return back + gone >= Math.min(number, here.length);
  });
}

function isEmptied({ since, known }: Without): boolean {
  return since === null && known;
}

function oldestOf(without: readonly Without[]): string | null {
  const known = without.flatMap(({ since }) => (since === null ? [] : [since]));
  return known.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}
