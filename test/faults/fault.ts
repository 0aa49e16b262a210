/** What goes wrong, and when: the words of the harness. */

export const faults = [
  /** kill -9 of every worker; a new one is started at once. */
  'killWorker',
  /** The connection dies after the command was sent and before its reply. */
  'cutSsh',
  /** The host's SSH server is gone for a while, and its connections with it. */
  'sshdDown',
  /** kill -9 of the Temporal server; it is started again on its database. */
  'killTemporal',
  /** kill -9 of a node's Cassandra. */
  'killNode',
  /** A host loses power and boots: all its processes are gone, and Cassandra is started as at every boot. */
  'rebootHost',
  /** nodetool on a node gives no answer. */
  'hangNodetool',
  /** A host's disk takes no byte more. */
  'fillDisk',
  /** A host's clock jumps by hours. */
  'clockJump',
  /** Another worker takes work beside the first. */
  'secondWorker',
  /** The worker stands still until its step was given to another one, then goes on where it was. */
  'freezeWorker',
  /** The worker is cut off from Temporal and goes on acting on the hosts, while its step is given to another one. */
  'cutOffWorker',
] as const;
export type Fault = (typeof faults)[number];

/** Relative to the effect of a step: before its script runs; at its first line of journal; after it, before its reply. */
export const moments = ['before', 'during', 'after'] as const;
export type Moment = (typeof moments)[number];

/** A step as a run without faults shows it. */
export interface StepSeen {
  /** The activity: a step kind, or a look. */
  readonly step: string;
  /** The script that has the step's effect; of a look: those that it runs, with how often at least. */
  readonly scripts: readonly { readonly name: string; readonly count: number }[];
  readonly changes: boolean;
  /** It has its effect once for the whole cluster. */
  readonly once: boolean;
}

/** One fault at one moment of one step. */
export interface Combination {
  readonly step: string;
  readonly moment: Moment;
  readonly fault: Fault;
}

/** A combination as one run tries it. */
export interface Injection extends Combination {
  readonly script: string;
  /** Where the command must arrive; null: on any node. */
  readonly node: string | null;
  /** Of the commands that match, the number of those that are let pass first. */
  readonly pass: number;
  /** From 0 to 1: how long it lasts, how far it jumps, whom it hits. */
  readonly size: number;
}

export function nameOf({ step, moment, fault }: Combination): string {
  return `${fault} ${moment} ${step}`;
}
