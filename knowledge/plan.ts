/**
 * The plan: what Ringlift will do to a cluster, as data. The planner decides; a workflow walks it with no choices left.
 * It is part of history, so it names phases, nodes and step kinds and nothing that can be derived (describe-step.ts
 * knows what each does, how it is undone and which step of a runbook it stands for).
 */
import type { StorageMode } from './cassandra/releases.ts';
import type { WayBack } from './cassandra/way-back.ts';
import type { Ledger } from './ledger.ts';
import type { ConsistencyLevel } from './replicas/consistency-level.ts';
import type { SettingChange } from './setting-change.ts';
import type { ServiceMeasures } from './service-measures.ts';
import type { InstallMethod } from './spec/spec.ts';
import type { NodeId, NodePlace, Release } from './topology.ts';
import type { Verdict } from './verdict.ts';

/** What is done once for the cluster, or to one node as a whole. */
export type Step =
  | { readonly kind: 'awaitPreflight' }
  /** Who else works on the cluster, a line each for people; the file's `actors` say it for the activity. */
  | { readonly kind: 'pauseActors'; readonly actors: readonly string[] }
  | { readonly kind: 'resumeActors'; readonly actors: readonly string[] }
  /** How every node serves its clients, before the first change and at the end. */
  | { readonly kind: 'measureService'; readonly when: 'before' | 'after' }
  | { readonly kind: 'takeSnapshot'; readonly node: NodeId; readonly tag: string }
  | { readonly kind: 'upgradeNode'; readonly node: NodeId }
  /** Side by side: they may be down together, which is proven again before each of them is stopped. */
  | { readonly kind: 'upgradeGroup'; readonly nodes: readonly NodeId[]; readonly level: ConsistencyLevel }
  | {
      readonly kind: 'soak';
      readonly node: NodeId;
      readonly duration: string;
      /** After a rolling restart: what that changed. */
      readonly change?: SettingChange;
    }
  /** A restart with one setting of cassandra.yaml changed. */
  | { readonly kind: 'restartNode'; readonly node: NodeId; readonly change: SettingChange }
  /** `asks`: what is to be confirmed, in the words of the file; of the door `preconditions` alone. */
  | { readonly kind: 'awaitApproval'; readonly door: Door; readonly asks?: readonly string[] }
  /** Of its primary range, on the release that runs, before any node is changed. */
  | { readonly kind: 'repairBefore'; readonly node: NodeId }
  /** What is older than the release that runs writes, before it is left. */
  | { readonly kind: 'rewriteLeftovers'; readonly node: NodeId }
  | { readonly kind: 'rewriteSSTables'; readonly node: NodeId }
  | { readonly kind: 'repairNode'; readonly node: NodeId }
  | { readonly kind: 'initializeCms'; readonly node: NodeId; readonly ignore: readonly NodeId[] }
  | { readonly kind: 'reconfigureCms'; readonly node: NodeId; readonly replication: readonly string[] }
  | { readonly kind: 'smokeTestCms'; readonly node: NodeId }
  | { readonly kind: 'verifyCms'; readonly members: number };

export type StepKind = Step['kind'];

/** A point at which only a person lets the upgrade go on. */
export type Door = 'preconditions' | 'afterCanary' | 'fallback' | 'cms' | 'storageUpgrading' | 'storageNone';

export type PhaseName =
  | 'preflight'
  /** A person confirms what the file declares and nobody can look at. */
  | 'preconditions'
  /** Others who work on the cluster are paused. */
  | 'quiet'
  /** Every node is repaired while all run the old release. */
  | 'repairBefore'
  /** How clients are served is measured, to be compared with. */
  | 'measure'
  /** What an earlier run of this upgrade left half done is brought to its end. */
  | 'inHand'
  /** Sstables that are older than what runs are rewritten before a hop of a chain. */
  | 'leftovers'
  | 'backup'
  | 'canary'
  /** The rest of the data center that goes ahead. */
  | 'canaryCenter'
  | 'roll'
  /** Several nodes at a time. */
  | 'rollInGroups'
  /** The data center that the others could fall back on until now. */
  | 'fallback'
  | 'rewrite'
  | 'repair'
  | 'door'
  | 'reconfigure'
  | 'verify'
  /** A rolling restart once no node of 3.x is left. */
  | 'legacyPort'
  /** Rolling restarts to a later storage compatibility mode. */
  | 'storageUpgrading'
  | 'storageNone'
  /** Measured again, at the end. */
  | 'compare'
  | 'rollback'
  /** They are put back as they were. */
  | 'unquiet';

export interface Phase {
  readonly name: PhaseName;
  /** Walked at the end however the upgrade ends, also after an abort; absent: walked in its turn only. */
  readonly closing?: true;
  readonly steps: readonly Step[];
}

export interface Plan {
  /** Version of this shape: a walker refuses a plan that it doesn't know. */
  readonly format: 1;
  readonly cluster: string;
  /** When the cluster was looked at for this plan, ISO 8601, by the worker's clock; absent in plans of before. */
  readonly at?: string;
  readonly to: Release;
  /** While nodes go back: the release that they leave, and `to` is what each must run again. Absent: they don't. */
  readonly leaving?: Release;
  /** Written explicitly into the target's cassandra.yaml (storage_compatibility_mode); null: the target knows none. */
  readonly storageMode: StorageMode | null;
  /** Names this upgrade in snapshots and restore points: `ringlift-prod1-5.0.9-to-6.0.0`. */
  readonly tag: string;
  /** How the target comes onto the nodes; absent: as a tarball. */
  readonly method?: Exclude<InstallMethod, 'tarball'>;
  readonly nodes: readonly PlannedNode[];
  /** Digest of the user schema when the plan was made; null: CQL did not answer. */
  readonly schemaDigest: string | null;
  /** Nodes that the file allows to be down and stay so (strategy.downNodes); absent in plans of before: none. */
  readonly down?: readonly NodeId[];
  /** Nodes that an earlier run of this upgrade left half done: first in the plan, not judged before. Absent: none. */
  readonly inHand?: readonly NodeId[];
  /** Nodes of a data center that the file leaves on the old release: they are up, and nothing is done to them. Absent: none. */
  readonly kept?: readonly NodeId[];
  /** This plan is one hop of a chain (`via` in the file). Absent: it is the whole way. */
  readonly hop?: PlanHop;
  /** Nodes whose older sstables are rewritten before the hop. Absent: none. */
  readonly leftovers?: readonly NodeId[];
  /** Some node's data lie inside its release and are carried to the next. Absent: none. */
  readonly carriesData?: true;
  readonly phases: readonly Phase[];
  /** What a person should know before saying yes; one sentence each. */
  readonly remarks: readonly string[];
}

/** Where a plan stands in its chain. */
export interface PlanHop {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** The hops after this one, as they are foreseen now. Empty: it is the last. */
  readonly ahead: readonly HopAhead[];
}

/** A hop that is planned only once its turn comes. */
export interface HopAhead {
  readonly from: Release;
  readonly to: Release;
  /** Foreseen; null: the release knows none. */
  readonly storageMode: StorageMode | null;
  readonly wayBack: WayBack;
}

/** What every step needs to know of the plan: all but its phases. */
export type PlanContext = Omit<Plan, 'phases' | 'remarks' | 'format' | 'carriesData'>;

export interface PlannedNode extends NodePlace {
  /** What it ran when the plan was made. */
  readonly release: Release;
  readonly tokenCount: number;
}

/** What is done to one node, planned when its turn comes from what is seen then. Steps already done are not in it. */
export type NodeStep =
  | { readonly kind: 'lockHost' }
  | { readonly kind: 'awaitGatesBefore' }
  | { readonly kind: 'unpackRelease' }
  | { readonly kind: 'prepareConfiguration' }
  | { readonly kind: 'drainNode' }
  | { readonly kind: 'stopNode' }
  /** Folders of data inside the release's own, where the file says how (install.carryData). */
  | { readonly kind: 'carryData' }
  | { readonly kind: 'makeRestorePoint' }
  /** Out of DSE alone: what the node is in its ring is kept, its system tables replaced, and both compared. */
  | { readonly kind: 'keepIdentity' }
  | { readonly kind: 'replaceSystemTables' }
  | { readonly kind: 'settleSystemTables' }
  | { readonly kind: 'switchRelease' }
  | { readonly kind: 'startNode' }
  | { readonly kind: 'awaitServing' }
  | { readonly kind: 'awaitGatesAfter' }
  | { readonly kind: 'unlockHost' };

export type NodeStepKind = NodeStep['kind'];

export interface NodePlan {
  readonly node: NodeId;
  readonly from: Release;
  readonly to: Release;
  readonly steps: readonly NodeStep[];
}

/** What is done to one node whose turn it is to be restarted with a changed setting, and on its way back from that. */
export type RestartStepKind =
  | Exclude<
      NodeStepKind,
      | 'unpackRelease'
      | 'prepareConfiguration'
      | 'makeRestorePoint'
      | 'switchRelease'
      | 'keepIdentity'
      | 'replaceSystemTables'
      | 'settleSystemTables'
    >
  | 'keepConfiguration'
  | 'changeConfiguration'
  | 'putConfigurationBack';

export interface RestartPlan {
  readonly node: NodeId;
  readonly steps: readonly RestartStepKind[];
}

/** `done` was seen to be done by this call, `alreadyDone` was found done: both were observed. */
export interface StepOutcome {
  readonly outcome: 'done' | 'alreadyDone';
  /** One sentence for people. */
  readonly says: string;
  readonly verdicts?: readonly Verdict[];
  /** When what the gates judged was seen, by the worker's clock. */
  readonly seenAt?: string;
  /** Digest of the whole outputs in the evidence store. */
  readonly evidence?: string | undefined;
  /** What people should be told although nothing stands still for it, a sentence each. Absent: nothing. */
  readonly warnings?: readonly string[];
  /** What going back costs now, where the step looked at every node. */
  readonly ledger?: Ledger;
  /** How every node served, where the step measured it. */
  readonly service?: ServiceMeasures;
  /** What was found at work before it was paused: what resumeActors puts back. */
  readonly actors?: readonly ActorFound[];
}

/** One thing of another actor that worked before Ringlift paused it. */
export interface ActorFound {
  /** Name of the actor in the file. */
  readonly actor: string;
  /** The node that it is on; null: on none, as Reaper's schedules are. */
  readonly node: NodeId | null;
  /** What was found at work, in the actor's own words: an id, a unit, a file. */
  readonly what: string;
}
