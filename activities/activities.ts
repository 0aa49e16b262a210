/** What workflows may ask for: one plain-JSON object in, one out. Names of changing activities are step kinds. */
import type { Preview } from '../knowledge/messages.ts';
import type { Door, NodePlan, NodeStepKind, PlanContext, StepOutcome } from '../knowledge/plan.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import type { NodeId } from '../knowledge/topology.ts';
import type { Verdict } from '../knowledge/verdict.ts';

export interface ClusterTask {
  readonly spec: Spec;
  readonly plan: PlanContext;
}

export interface NodeTask extends ClusterTask {
  readonly node: NodeId;
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
}

export interface InitializeCmsTask extends NodeTask {
  readonly ignore: readonly NodeId[];
  readonly skipped: readonly NodeId[];
  /** Digest that was approved; anything else found just before is EvidenceChanged. */
  readonly evidence: string;
  readonly approvedBy: readonly string[];
}

export interface ReconfigureCmsTask extends NodeTask {
  readonly replication: readonly string[];
}

export interface VerifyCmsTask extends ClusterTask {
  readonly members: number;
}

export type Activities = {
  /** @throws InvalidSpec with every problem of it */
  readSpec(input: { readonly spec: unknown }): Promise<Spec>;
  /** Looks at every node, plans, and judges the preflight once. Changes nothing. */
  lookAndPlan(input: { readonly spec: Spec }): Promise<Preview>;
  awaitPreflight(input: ClusterTask): Promise<StepOutcome>;
  takeSnapshot(input: NodeTask): Promise<StepOutcome>;
  planNode(input: NodeTask): Promise<NodePlan>;
  rewriteSSTables(input: NodeTask): Promise<StepOutcome>;
  repairNode(input: NodeTask): Promise<StepOutcome>;
  collectDoorEvidence(input: DoorTask): Promise<DoorEvidence>;
  initializeCms(input: InitializeCmsTask): Promise<StepOutcome>;
  reconfigureCms(input: ReconfigureCmsTask): Promise<StepOutcome>;
  smokeTestCms(input: NodeTask): Promise<StepOutcome>;
  verifyCms(input: VerifyCmsTask): Promise<StepOutcome>;
} & Record<NodeStepKind, (input: NodeTask) => Promise<StepOutcome>>;
