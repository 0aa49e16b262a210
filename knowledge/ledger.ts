/**
 * What going back costs now, for each node and for the cluster: computed from what is on the disks, not from the phase.
 * Part of plans, statuses and approvals; imported by workflows as types only.
 */
import type { NodeId, Release } from './topology.ts';

/**
 * From free to impossible:
 * - `nothing`: the node runs its old release.
 * - `binaries`: the old release starts on what the new one wrote; nothing is lost. A table that holds nothing of the user's
 *   may be that of the restore point again (cassandra/unread-system-tables.ts).
 * - `systemSchema`: the same with `system_schema` put back from the restore point; nothing is lost.
 * - `restorePoint`: all of the restore point is put back; writes since then come back by repair from replicas that were
 *   not restored. Where every replica of a range is restored they are lost: `loses` says so.
 * - `snapshot`: the restore point is gone; the same from the snapshot, which is older.
 * - `rebuild`: neither is there; the node is emptied and streamed anew from other replicas.
 * - `none`: the cluster metadata service is initialized, or nothing is left to go back to.
 */
export type WayBackKind =
  'nothing' | 'binaries' | 'systemSchema' | 'restorePoint' | 'snapshot' | 'rebuild' | 'none';

export interface NodeWayBack {
  readonly node: NodeId;
  readonly name: string;
  /** What it runs now; null: not known. */
  readonly release: Release | null;
  /** What it would run afterwards; null: not known. */
  readonly to: Release | null;
  readonly kind: WayBackKind;
  /** One sentence for people. */
  readonly says: string;
  /** What this was read from, a fact a line: sstable formats, versions of commit log and hints, storage mode, restore point. */
  readonly facts: readonly string[];
  /** When the restore point (or snapshot) was made that would be put back; null: none would. ISO 8601. */
  readonly since: string | null;
  /**
   * It went back by a restore point of this time and was not repaired since: as a replica it misses what was written
   * meanwhile. ISO 8601; kept on its host as STATE/TAG/owes-repair, from `putBackData` until `repairRestored` succeeded.
   * Null: its host could not be asked. Absent: it owes none.
   */
  readonly owesRepairSince?: string | null;
}

/** Nodes whose way back is alike. */
export interface WayBackGroup {
  readonly kind: WayBackKind;
  readonly count: number;
  /** The first of them by name. */
  readonly names: readonly string[];
  /** As its first node says it. */
  readonly says: string;
  readonly facts: readonly string[];
  /** The oldest of theirs. */
  readonly since: string | null;
}

export interface Ledger {
  readonly at: string;
  /** The worst of the nodes that are to go back. */
  readonly kind: WayBackKind;
  /** One sentence for people: what it takes for the whole cluster, and what is lost. */
  readonly says: string;
  /** Every node; where they are more than a history should hold (small-ledger.ts) only groups of those that go back. */
  readonly nodes: readonly NodeWayBack[];
  /** Nodes that go back, by what it takes; `nodes` is empty then. */
  readonly groups?: readonly WayBackGroup[];
  /** What may be lost when all upgraded nodes go back, in words; null: nothing. A rollback then needs a consent that repeats it. */
  readonly loses: string | null;
  /** It is of this hop of a chain alone: what came before stays. Absent: of the whole upgrade. */
  readonly hop?: { readonly number: number; readonly of: number };
}
