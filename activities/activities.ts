/** What workflows may ask for: one plain-JSON object in, one out. Names of changing activities are step kinds. */
import type { Ledger, WayBackKind } from '../knowledge/ledger.ts';
import type { Preview } from '../knowledge/messages.ts';
import type {
  ActorFound,
  Door,
  NodePlan,
  NodeStepKind,
  PlanContext,
  RestartPlan,
  RestartStepKind,
  StepOutcome,
} from '../knowledge/plan.ts';
import type { SettingChange } from '../knowledge/setting-change.ts';
import type { BackTo, NodeRollbackPlan, RollbackPlan, RollbackStepKind } from '../knowledge/rollback-plan.ts';
import type { NodeStanding } from '../knowledge/node-standing.ts';
import type { Notification } from '../knowledge/notification.ts';
import type { MaintenanceWindow, NotifySettings, Spec } from '../knowledge/spec/spec.ts';
import type { NodeId } from '../knowledge/topology.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import type { WindowLook } from '../knowledge/windows/look-at-windows.ts';

export interface ClusterTask {
  readonly spec: Spec;
  readonly plan: PlanContext;
}

export interface PreflightTask extends ClusterTask {
  /** In a chain of hops the whole file: `spec` is that of the hop. */
  readonly whole?: Spec;
}

export interface MeasureServiceTask extends ClusterTask {
  readonly when: 'before' | 'after';
}

export interface NodeTask extends ClusterTask {
  readonly node: NodeId;
  /** The node's turn is a restart with this setting changed. Absent: it is the upgrade. */
  readonly change?: SettingChange;
  /** It is restarted with the setting of before: it did not serve with the changed one. */
  readonly putsBack?: boolean;
  /** Nodes of its group, which may be down together with it: nothing is judged of them. Absent: it is alone. */
  readonly beside?: readonly NodeId[];
  /**
   * For the step that takes a serving node down, where gates come before it: when they were seen open; null: not told. It
   * refuses to act on what was seen long ago.
   */
  readonly gatesSeenAt?: string | null;
}

export interface RestartTask extends NodeTask {
  readonly change: SettingChange;
}

export interface ResumeActorsTask extends ClusterTask {
  /** What pauseActors told that it had found at work; what it kept on the nodes is known besides. */
  readonly found: readonly ActorFound[];
}

export interface DoorTask extends ClusterTask {
  readonly door: Door;
  /** Nodes that a person decided to leave on the old release. */
  readonly skipped: readonly NodeId[];
}

/** What an approver sees. The digest is of the facts alone; verdicts say what was judged from them. */
export interface DoorEvidence {
  readonly digest: string;
  readonly facts: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly warning: string;
  /** What going back costs at this moment; no fact of the digest. */
  readonly ledger?: Ledger;
  /** What the door guards was done already, whoever did it, and every node agrees: nobody is asked any more. */
  readonly isBehind?: boolean;
}

export interface WatchDoorTask extends DoorTask {
  /** Digest of the evidence that stands: anything else seen is a change. */
  readonly digest: string;
  /** Names of the gates that are shut as it stands, sorted. */
  readonly shut: readonly string[];
  /** Duration between two looks. */
  readonly lookEvery: string;
}

/** What stands before a door now, where it is not what stood before. */
export interface DoorLook extends DoorEvidence {
  /** No look succeeded: digest and facts are no evidence, and a shut verdict says why. */
  readonly blind: boolean;
}

export interface VerifyApprovalTask {
  /** On the worker. */
  readonly allowedSignersFile: string;
  /** What must have been signed, to the byte. */
  readonly text: string;
  /** The approver as the file names him: the principal of the signature. */
  readonly by: string;
  readonly signature: string;
}

export interface VerifiedApproval {
  /** `SHA256:...` of the key that signed. */
  readonly fingerprint: string;
}

export interface InitializeCmsTask extends NodeTask {
  readonly ignore: readonly NodeId[];
  readonly skipped: readonly NodeId[];
  /**
   * Digest that was approved; anything else found just before is EvidenceChanged. Null: the approvals were used by an
   * attempt that failed, so that it only looks whether that was initialized all the same.
   */
  readonly evidence: string | null;
  readonly approvedBy: readonly string[];
}

export interface AbortInitializationTask extends DoorTask {
  /** Who began what is to be aborted; anything else found is left alone. */
  readonly initiator: NodeId;
  readonly by: string;
}

export interface ReconfigureCmsTask extends NodeTask {
  readonly replication: readonly string[];
  /** Nodes that people left behind since the plan was made: they are not asked, and can hold no member. */
  readonly skipped?: readonly NodeId[];
}

export interface VerifyCmsTask extends ClusterTask {
  readonly members: number;
  readonly skipped?: readonly NodeId[];
}

/** All nodes that were upgraded, or the named one. */
export interface RollbackTask {
  readonly spec: Spec;
  /** Address or name of one node; absent: all. */
  readonly node?: string;
  /** The ledger's words of what is lost, repeated by a person. */
  readonly consent?: string;
}

/** One node's way back. `plan` is that of the upgrade: its `to` is the release that is left. */
export interface NodeRollbackTask extends NodeTask {
  /** A person named this very node: it may go back also when it is down and nobody knows who stopped it. */
  readonly named?: boolean;
  /** The ledger's words of what is lost by this, repeated by a person; needed where something is. */
  readonly consent?: string;
  /** The way that the plan of all nodes had for it, whose loss was consented to as a whole. A dearer one was not. */
  readonly agreed?: WayBackKind;
}

/** A step of a node's way back. */
export interface NotifyTask {
  readonly to: NotifySettings;
  readonly by: 'command' | 'webhook';
  readonly notification: Notification;
}

export interface BackTask extends NodeTask {
  readonly back: BackTo;
}

/** What ways back set aside, by node. */
export interface AsideFound {
  readonly plan: PlanContext;
  readonly nodes: readonly {
    readonly node: NodeId;
    readonly name: string;
    readonly paths: readonly string[];
    /** Why it must stay; null: it may be deleted. */
    readonly keeps: string | null;
  }[];
}

export type Activities = {
  /** @throws InvalidSpec with every problem of it */
  readSpec(input: { readonly spec: unknown }): Promise<Spec>;
  /** Looks at every node, plans, and judges the preflight once. Changes nothing. */
  lookAndPlan(input: { readonly spec: Spec }): Promise<Preview>;
  awaitPreflight(input: PreflightTask): Promise<StepOutcome>;
  pauseActors(input: ClusterTask): Promise<StepOutcome>;
  resumeActors(input: ResumeActorsTask): Promise<StepOutcome>;
  measureService(input: MeasureServiceTask): Promise<StepOutcome>;
  takeSnapshot(input: NodeTask): Promise<StepOutcome>;
  planNode(input: NodeTask): Promise<NodePlan>;
  /** @throws RollbackRefused when the setting of before is to be put back and the node does not start with it any more */
  planRestart(input: RestartTask): Promise<RestartPlan>;
  rewriteLeftovers(input: NodeTask): Promise<StepOutcome>;
  rewriteSSTables(input: NodeTask): Promise<StepOutcome>;
  /** @throws RepairFailed; PreconditionChanged when not every node is of the line that the plan was made for */
  repairBefore(input: NodeTask): Promise<StepOutcome>;
  repairNode(input: NodeTask): Promise<StepOutcome>;
  collectDoorEvidence(input: DoorTask): Promise<DoorEvidence>;
  /** Returns only when the evidence is another one, or other gates are shut. Changes nothing. */
  watchDoor(input: WatchDoorTask): Promise<DoorLook>;
  /** @throws SignatureRefused */
  verifyApproval(input: VerifyApprovalTask): Promise<VerifiedApproval>;
  initializeCms(input: InitializeCmsTask): Promise<StepOutcome>;
  abortInitialization(input: AbortInitializationTask): Promise<StepOutcome>;
  reconfigureCms(input: ReconfigureCmsTask): Promise<StepOutcome>;
  smokeTestCms(input: NodeTask): Promise<StepOutcome>;
  verifyCms(input: VerifyCmsTask): Promise<StepOutcome>;
  /** Whether something new may be begun now, by the clock of the worker and the file's windows. */
  lookAtWindows(input: { readonly windows: readonly MaintenanceWindow[] }): Promise<WindowLook>;
  /** Looks at one node and at what its peers see of it. Changes nothing, and says so where it can't see. */
  howNodeStands(input: NodeTask): Promise<NodeStanding>;
  /** @throws CommandFailed, CommandTimedOut when the notification was not taken */
  notify(input: NotifyTask): Promise<void>;
  /**
   * Looks at every node and plans the way back. Changes nothing.
   * @throws RollbackRefused when there is no way back; ConsentMissing when something is lost and the consent does not say so
   */
  planRollback(input: RollbackTask): Promise<RollbackPlan>;
  /** The same without asking for consent: what `ringlift rollback --plan` shows. */
  previewRollback(input: RollbackTask): Promise<RollbackPlan>;
  /** @throws RollbackRefused, ConsentMissing, PreconditionChanged */
  planNodeRollback(input: NodeRollbackTask): Promise<NodeRollbackPlan>;
  /** Changes nothing. */
  findAside(input: Pick<RollbackTask, 'spec'>): Promise<AsideFound>;
  forgetAside(input: NodeTask): Promise<StepOutcome>;
  /** A full repair of a node that got its restore point back: only once no other release runs. Nothing where none is owed. */
  repairRestored(input: NodeTask): Promise<StepOutcome>;
} & Record<Exclude<RollbackStepKind, NodeStepKind>, (input: BackTask) => Promise<StepOutcome>> &
  Record<NodeStepKind, (input: NodeTask) => Promise<StepOutcome>> &
  Record<Exclude<RestartStepKind, NodeStepKind>, (input: RestartTask) => Promise<StepOutcome>>;
