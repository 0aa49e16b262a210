/**
 * What people say to a running upgrade, by Update (answered, can be refused) or by Signal (from any UI), same payload;
 * and what it answers to a query. Imported by workflows: stable under replay, changed only with care.
 */
import type { Ledger } from './ledger.ts';
import type { ActorFound, Plan } from './plan.ts';
import type { SpecInput } from './spec/spec.ts';
import type { Verdict } from './verdict.ts';

export const workflowTypes = {
  cluster: 'upgradeCluster',
  node: 'upgradeNode',
  preview: 'previewUpgrade',
  rollback: 'rollbackCluster',
  nodeRollback: 'rollbackNode',
  nodeRestart: 'restartNode',
  rollbackPreview: 'previewRollback',
  forgetAside: 'forgetAside',
} as const;
export const defaultTaskQueue = 'cassandra-upgrade';

export function clusterWorkflowId(cluster: string): string {
  return `cassandra-upgrade/${cluster}`;
}

export function previewWorkflowId(cluster: string): string {
  return `${clusterWorkflowId(cluster)}/plan`;
}

export function rollbackPreviewWorkflowId(cluster: string): string {
  return `${clusterWorkflowId(cluster)}/rollback-plan`;
}

export function nodeWorkflowId(cluster: string, node: string): string {
  return `${clusterWorkflowId(cluster)}/node/${node}`;
}

export function nodeRollbackWorkflowId(cluster: string, node: string): string {
  return `${nodeWorkflowId(cluster, node)}/rollback`;
}

export function nodeRestartWorkflowId(cluster: string, node: string): string {
  return `${nodeWorkflowId(cluster, node)}/restart`;
}

export const commandNames = [
  'pause',
  'resume',
  'retry',
  'skip',
  'abort',
  'rollback',
  'approve',
  'reject',
  'abortInitialization',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The payload of every command but approve. */
export interface Command {
  /** Who says it. */
  readonly by: string;
  /** Required for skip, abort, reject and rollback. */
  readonly reason?: string;
  /** Of pause: not only before the next node but at the next safe point, breaking off long work. */
  readonly now?: boolean;
  /** Of abort and skip, once the node at hand could not be brought to a state in which it serves: leave it as it is. */
  readonly force?: boolean;
  /** Makes it idempotent: a command whose id was handled is answered again, not done again. */
  readonly id?: string;
}

export interface Approval extends Command {
  /** `sha256:` and the digest of the evidence that the approver saw; any prefix of 8 or more digits will do. */
  readonly evidence: string;
  readonly comment?: string;
  /** Armoured output of `ssh-keygen -Y sign -n ringlift@cassandra-upgrade` over signedText of approval-text.ts; where approvals are signed. */
  readonly signature?: string;
}

/** Before the one-way door: what is left of a broken-off `cms initialize` is aborted. */
export interface AbortInitialization extends Command {
  /** Address of the node that began it, as the shut gate says. */
  readonly initiator: string;
}

/** Back to the old release: one node, or all that were upgraded. */
export interface RollbackCommand extends Command {
  /** Address or name of one node; absent: all upgraded nodes, and the upgrade ends. */
  readonly node?: string;
  /** Where something would be lost: the ledger's words of what, repeated. */
  readonly consent?: string;
}

/** The input of the workflow `rollbackCluster`, which runs under the id of the cluster's upgrade. */
export interface RollbackInput {
  readonly spec: SpecInput;
  readonly by: string;
  readonly reason: string;
  readonly node?: string;
  readonly consent?: string;
  /** What the upgrade had paused that goes on as this: put back at the end as it was found. */
  readonly pausedActors?: readonly ActorFound[];
  /** Commands that the upgrade had handled before it went on as this, by name and id: answered again, not done again. */
  readonly answered?: Readonly<Record<string, CommandAnswer>>;
}

/** What goes over from one hop of a chain to the next, besides the file. */
export interface CarriedOver {
  /** Commands that were handled before, by name and id: answered again, not done again. */
  readonly answered?: Readonly<Record<string, CommandAnswer>>;
  /** A person lets it go on outside of the file's maintenance windows, until the next one has opened. */
  readonly windowWaived?: true;
}

/** The input of the workflow `previewRollback`: nothing is changed. */
export type RollbackPreviewInput = Pick<RollbackInput, 'spec' | 'node'>;

/** The input of the workflow `forgetAside`, which runs under the id of the cluster's upgrade. */
export type ForgetAsideInput = Pick<RollbackInput, 'spec' | 'by' | 'reason'>;

/** What was deleted on whose word. */
export interface ForgetAsideResult {
  readonly cluster: string;
  readonly deleted: readonly {
    readonly node: string;
    readonly name: string;
    readonly paths: readonly string[];
  }[];
}

export interface CommandAnswer {
  /** What will happen now, as a sentence. */
  readonly says: string;
}

/** What a person can say to an upgrade that waits, and what it leads to. */
export interface Choice {
  readonly command: CommandName;
  /** Its payload besides `by` and `reason`. */
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly needsReason: boolean;
  /** What it leads to, as a sentence. */
  readonly leadsTo: string;
}

export type RunState = 'running' | 'waiting' | 'paused' | 'done' | 'aborted' | 'rolledBack' | 'failed';

/** `down`: allowed to be down by the file. `back`: rolled back to its old release. */
export type NodeState = 'waiting' | 'running' | 'done' | 'skipped' | 'failed' | 'down' | 'back';

export interface NodeProgress {
  readonly node: string;
  readonly name: string;
  readonly dataCenter: string;
  readonly rack: string;
  readonly state: NodeState;
  readonly release: string;
  readonly tookMillis?: number;
}

/** Why the upgrade stands still. */
export type Waiting =
  | {
      readonly for: 'approval';
      readonly door: string;
      readonly warning: string;
      readonly evidence: string;
      /** The canonical evidence that the digest is of. */
      readonly facts: readonly string[];
      readonly verdicts: readonly Verdict[];
      readonly approvals: readonly GivenApproval[];
      readonly required: number;
      readonly who: readonly string[];
      /** The text to sign, without the approver's line (signedText adds it); absent: approvals need no signature. */
      readonly toSign?: string;
      /** Grows whenever what an approval would be for becomes something new; absent in statuses of before. */
      readonly stand?: number;
      /** The last change of the evidence while it waited: every approval given before is void. */
      readonly changed?: EvidenceChange;
      readonly since: string;
    }
  | {
      readonly for: 'person';
      readonly step: string;
      readonly node: string | null;
      readonly error: string;
      readonly message: string;
      readonly verdicts: readonly Verdict[];
      /** `skip` would be taken. */
      readonly skippable: boolean;
      /** What was tried before a person was asked, in words; absent in statuses of before. */
      readonly tried?: string;
      /** Absent in statuses of before: retry, abort, and skip where it is skippable. */
      readonly choices?: readonly Choice[];
      readonly since: string;
    };

export interface EvidenceChange {
  readonly at: string;
  /** `- ` before a fact that is gone, `+ ` before one that came. */
  readonly difference: readonly string[];
}

export interface GivenApproval {
  readonly by: string;
  readonly at: string;
  readonly evidence: string;
  readonly comment: string;
  /** As an Update or a Signal. */
  readonly through: 'update' | 'signal';
  /** Fingerprint of the key whose signature was verified. */
  readonly signedWith?: string;
}

export interface Event {
  readonly at: string;
  readonly says: string;
}

/** The answer to the query `status`. */
export interface UpgradeStatus {
  readonly cluster: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly state: RunState;
  /** Somebody paused it: it stands still, or will before its next step. */
  readonly paused?: { readonly by: string; readonly at: string } | null;
  /** It stands still outside of the file's maintenance windows. Absent or null: it does not. */
  readonly window?: { readonly opensAt: string; readonly says: string } | null;
  readonly phase: {
    readonly number: number;
    readonly of: number;
    readonly name: string;
    readonly title: string;
  };
  readonly step: string | null;
  readonly nodes: readonly NodeProgress[];
  readonly waiting: Waiting | null;
  readonly verdicts: readonly Verdict[];
  /** What going back costs now; absent until it was looked at. */
  readonly ledger?: Ledger | null;
  /** It is one hop of a chain, and `to` is where that hop leads. Absent: the whole way, or not planned yet. */
  readonly hop?: HopProgress;
  /** It is the way back: nodes are finished when they are `back`. Absent: an upgrade. */
  readonly goesBack?: true;
  readonly startedAt: string;
  /** The last things that happened, newest last, at most 20. */
  readonly events: readonly Event[];
}

export interface HopProgress {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Where the hops after it lead, the file's target last. */
  readonly ahead: readonly string[];
}

/** The answer to the query `status` of a node's child workflow. */
export interface NodeStatus {
  readonly node: string;
  readonly step: string | null;
  readonly stepNumber: number;
  readonly stepCount: number;
  readonly stepSince: string;
}

/** The result of the workflow `previewUpgrade`: nothing was changed. */
export interface Preview {
  readonly plan: Plan;
  readonly verdicts: readonly Verdict[];
  readonly evidence: string | null;
  readonly ledger?: Ledger;
}

/** Search attributes, registered once per namespace. Upserted on a change of phase only: each is an event. */
export const searchAttributes = {
  UpgradeCluster: 'Keyword',
  UpgradePhase: 'Keyword',
  UpgradeTarget: 'Keyword',
  UpgradeNeedsHuman: 'Bool',
} as const;

export interface UpgradeResult {
  readonly cluster: string;
  readonly state: 'done' | 'aborted' | 'rolledBack';
  readonly to: string;
  readonly nodes: readonly NodeProgress[];
  readonly approvals: readonly GivenApproval[];
  readonly plan: Plan | null;
  /** Of a chain: the hop at whose end it ended. */
  readonly hop?: HopProgress;
  readonly says: string;
}
