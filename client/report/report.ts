import type { GivenApproval, NodeState } from '../../knowledge/messages.ts';
import type { Ledger } from '../../knowledge/ledger.ts';
import type { Plan } from '../../knowledge/plan.ts';
import type { ServiceMeasures } from '../../knowledge/service-measures.ts';
import type { Verdict } from '../../knowledge/verdict.ts';

/** What happened in one upgrade, read from its history in Temporal: the audit trail. All times are ISO 8601 in UTC. */
export interface Report {
  readonly cluster: string;
  readonly workflowId: string;
  /** Oldest first: an upgrade with a long history goes on in a new run. */
  readonly runIds: readonly string[];
  readonly state: 'running' | 'done' | 'aborted' | 'rolledBack' | 'failed';
  /** How it ended, as a sentence; null while it runs. */
  readonly says: string | null;
  readonly from: readonly string[];
  readonly to: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** What Temporal recorded about the client that started it. */
  readonly startedBy: string;
  /** Of a chain of hops, in order; absent: the upgrade was of one. */
  readonly hops?: readonly ReportHop[];
  /** How clients were served and how much was stored; absent: it was not measured. */
  readonly service?: { readonly before: ServiceMeasures | null; readonly after: ServiceMeasures | null };
  readonly phases: readonly ReportPhase[];
  readonly nodes: readonly ReportNode[];
  /** What people said, in order, with what was refused; only what was not understood at all leaves no trace. */
  readonly people: readonly ReportWord[];
  /** Those that were taken, also by signal, also those that became void; null: told only at the end. */
  readonly approvals: readonly GivenApproval[] | null;
  /** When it stood still for a person. */
  readonly waits: readonly ReportSpan[];
  /** What was done, in order, steps of nodes included. */
  readonly steps: readonly ReportStep[];
  readonly plan: Plan | null;
  /** The file as it was given. */
  readonly spec: unknown;
  /** What could not be read, and why; empty: the report is whole. */
  readonly missing: readonly string[];
}

export interface ReportSpan {
  readonly since: string;
  /** Null: still. */
  readonly until: string | null;
  /** The phase in which it was, by name. */
  readonly phase: string;
}

export interface ReportHop {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly from: readonly string[];
  readonly to: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Every node was carried over it, and the next one could begin. */
  readonly whole: boolean;
}

export interface ReportPhase {
  readonly name: string;
  readonly since: string;
  readonly until: string | null;
}

export interface ReportNode {
  readonly node: string;
  readonly name: string;
  readonly dataCenter: string;
  readonly rack: string;
  readonly from: string;
  readonly to: string | null;
  readonly state: NodeState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Milliseconds at work on it, waiting between two runs left out. */
  readonly tookMillis: number | null;
  /** How often it was begun: more than once after a person said retry. */
  readonly runs: number;
}

export interface ReportWord {
  readonly at: string;
  readonly by: string;
  readonly command: string;
  readonly reason: string;
  readonly comment: string;
  /** What it asked for besides: `now`, `force`, `node cass-1`, `consent ...`. */
  readonly asks: readonly string[];
  /** The digest that an approver named. */
  readonly evidence: string | null;
  readonly through: 'update' | 'signal';
  /** The client as Temporal recorded it. */
  readonly identity: string;
  /** Null: it was still being worked on, or is a signal to an upgrade of before, which answered none. */
  readonly answer: string | null;
  /** Turned down; the answer says why. */
  readonly refused: boolean;
}

export interface ReportStep {
  readonly at: string;
  readonly endedAt: string | null;
  readonly tookMillis: number | null;
  readonly phase: string | null;
  readonly node: string | null;
  /** Kind of step, as in the plan. */
  readonly kind: string;
  /** As people read it. */
  readonly title: string;
  readonly state: 'done' | 'alreadyDone' | 'failed' | 'cancelled' | 'running';
  readonly says: string;
  readonly attempts: number;
  /** The last failed attempt that history kept, and the final failure. */
  readonly failures: readonly ReportFailure[];
  readonly verdicts: readonly Verdict[];
  /** What going back cost at its end; null: it did not look. */
  readonly ledger: Ledger | null;
  /** Facts that an approver was shown. */
  readonly facts: readonly string[];
  /** Digest of the whole outputs in the worker's evidence store. */
  readonly evidence: string | null;
}

export interface ReportFailure {
  readonly error: string;
  readonly message: string;
  readonly verdicts: readonly Verdict[];
}
