/**
 * The way back as data: of the cluster, and of one node, planned from what is seen when its turn comes.
 * Part of history like plan.ts; imported by workflows as types only.
 */
import type { Ledger, NodeWayBack, WayBackKind } from './ledger.ts';
import type { PlanContext } from './plan.ts';
import type { NodeId, Release } from './topology.ts';

/** What going back takes for one node, in the order of its steps. Steps already done are not planned. */
export type RollbackStepKind =
  | 'lockHost'
  | 'awaitGatesBefore'
  | 'beginRollback'
  | 'drainNode'
  | 'stopNode'
  | 'archiveRelease'
  | 'putBackData'
  | 'switchBack'
  | 'startBack'
  | 'awaitServing'
  | 'awaitGatesAfter'
  | 'finishRollback'
  | 'unlockHost';

/** Where one node goes back to. Kept on its host from its first change on, so that whoever goes on does the same. */
export interface BackTo {
  /** As `nodetool version` prints it. */
  readonly release: Release;
  /** The folder that the installation's symlink pointed at before the upgrade. */
  readonly folder: string;
  readonly way: WayBackKind;
  /** Names what is set aside: `20261121T102732Z`, when this way back began. */
  readonly stamp: string;
  /** When the restore point or snapshot was made that is put back; null: none is. ISO 8601. */
  readonly since: string | null;
}

/** What is kept on a host while its node goes back, and with the record afterwards. */
export interface BackNote extends BackTo {
  /** What it ran or runs; null: nothing was known. */
  readonly from: Release | null;
}

/** A node that goes back, as the plan of the cluster has it. */
export interface PlannedWayBack extends NodeWayBack {
  /** Its way back was begun by an earlier run and not finished, or an upgrade left it stopped: it comes first. */
  readonly halfDone: boolean;
}

export interface NodeRollbackPlan {
  readonly node: NodeId;
  /** What it runs or ran last; null: nothing was known. */
  readonly from: Release | null;
  readonly back: BackTo;
  readonly steps: readonly { readonly kind: RollbackStepKind }[];
}

/** The cluster's way back: made by an activity, shown, consented to, walked. */
export interface RollbackPlan {
  readonly format: 1;
  /** Of the upgrade that is undone; `to` is the release that is left. */
  readonly context: PlanContext;
  /** The nodes that go back, in this order: what is half done, then reverse to their upgrade. */
  readonly back: readonly PlannedWayBack[];
  /** Nodes to repair once no other release runs: those that get a restore point back, or got one earlier. */
  readonly repairs: readonly NodeId[];
  readonly ledger: Ledger;
  /** What is lost for good, in words; null: nothing. */
  readonly loses: string | null;
  readonly remarks: readonly string[];
}
