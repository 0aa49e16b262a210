/** What gates judge: observations taken just now, beside what the plan says should be there. */
import type { ActorView } from '../actors.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { Plan } from '../plan.ts';
import type { SettingChange } from '../setting-change.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId, Release } from '../topology.ts';

/** Before the plan is walked: one look at every node. */
export interface PreflightInput {
  readonly spec: Spec;
  readonly inventory: Inventory;
  /** Where the plan is a hop of a chain: its place in it, and what it rewrites first. */
  readonly plan?: Pick<Plan, 'hop' | 'leftovers'>;
}

/** Around the change of one node: one look at every node. */
export interface NodeGateInput {
  readonly spec: Spec;
  readonly plan: Pick<
    Plan,
    'at' | 'to' | 'nodes' | 'storageMode' | 'tag' | 'schemaDigest' | 'down' | 'leaving'
  >;
  /** The node about to change (before) or just changed (after). */
  readonly node: NodeId;
  /** Nodes of its group, which may be down together with it: nothing is judged of them. Absent: it is alone. */
  readonly beside?: readonly NodeId[];
  readonly observations: readonly NodeObservation[];
  /** What is no view of one node; absent: not looked at at this stage. Only the gates before it use it. */
  readonly around?: Surroundings;
  /** What the node was before it was drained; null when that was not kept. Only the gates after it use it. */
  readonly before: NodeBaseline | null;
  /** Lines of system.log since the start, gathered and classified; null: could not be read. */
  readonly log: LogSince | null;
  /** The node's turn is a restart with this changed. Absent: it is not. */
  readonly change?: SettingChange;
  /** What the restarted process says of the setting; null: it does not tell. Only the gates after it use it. */
  readonly settingInUse?: SettingInUse | null;
}

/** A row of system_views.settings; value null: the key is absent from the file that the process started with. */
export interface SettingInUse {
  readonly value: string | null;
}

/** What else may have changed behind our back. */
export interface Surroundings extends Pick<Inventory, 'keyspaces' | 'replicaSets' | 'schemaDigest'> {
  /** Everything of every actor that the file names. */
  readonly actors: readonly ActorView[];
}

/** Taken just before a node is drained, so that it is compared with itself. */
export interface NodeBaseline {
  readonly at: string;
  readonly release: Release;
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
  readonly readMillis: number | null;
  /** Classes of WARN and ERROR lines in the log before, with counts: key as of classifyLogLine. */
  readonly logClasses: Readonly<Record<string, number>>;
}

export interface LogSince {
  readonly file: string;
  readonly fromByte: number;
  readonly lines: number;
  readonly classes: readonly LogClass[];
  /** `Startup complete` and `Starting listening for CQL clients` were seen. */
  readonly startupComplete: boolean;
  readonly cqlListening: boolean;
}

export interface LogClass {
  readonly level: 'WARN' | 'ERROR';
  readonly key: string;
  readonly count: number;
  /** Why it is harmless at a start; null: not known. */
  readonly known: string | null;
  /** First line of it, cut at 300 characters. */
  readonly example: string;
}
