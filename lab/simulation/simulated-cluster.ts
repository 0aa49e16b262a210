/**
 * A cluster whose machines are folders: Ringlift reaches them by real SSH and runs its real scripts there, while
 * nodetool, the service, java and the native transport are answered by a state machine in this process, in the words
 * of real nodes. Faults are put in where that process sees them.
 */
import type { SpecInput } from '../../knowledge/spec/spec.ts';

export interface SimulatedCluster {
  readonly folder: string;
  readonly nodes: readonly SimulatedNode[];
  /** The whole file of an upgrade of this cluster, with short patience; `more` wins key by key at the top level. */
  specFor(more?: Partial<SpecInput>): SpecInput;
  /** @returns the call that ends the observation; several observers are asked one after the other */
  onCommand(observer: CommandObserver): () => void;
  /** @throws RangeError for a name that no node has */
  node(name: string): SimulatedNode;
  /** What the nodes were asked, in order. */
  commands(): readonly RemoteCommand[];
  /** Ends every process, unmounts and removes the folder. */
  stop(): Promise<void>;
}

/** One of Ringlift's scripts, as it arrived at a node. */
export interface RemoteCommand {
  /** Counts all commands of the cluster, from 1. */
  readonly number: number;
  /** Name of the node. */
  readonly node: string;
  /** File name in activities/hosts/remote without `.sh`. */
  readonly script: string;
  /** The journal's entry, of a script that changes something. */
  readonly entry: CommandEntry | null;
  /** `entry.step`. */
  readonly step: string | null;
  /** All arguments of the script. */
  readonly args: readonly string[];
}

export interface CommandEntry {
  readonly step: string;
  /** Id of the workflow that acts. */
  readonly upgrade: string;
  readonly tag: string;
  readonly attempt: number;
  readonly fence: number;
}

/** Each call is awaited, and the command stands still meanwhile. */
export interface CommandObserver {
  /** It was received and is not started; `cut`: the connection dies and it never runs. */
  before?(command: RemoteCommand): Promise<'cut' | void>;
  /** Its begin line is in the journal; of a script that only looks: right after its start. The process is stopped. */
  begun?(command: RemoteCommand): Promise<void>;
  /** It ended and its reply is not yet sent; `cut`: the connection dies and the reply is lost. */
  after?(command: RemoteCommand, result: CommandResult): Promise<'cut' | void>;
}

export interface CommandResult {
  /** null: it was ended by a signal. */
  readonly exitCode: number | null;
}

export type ProcessEventKind = 'started' | 'serving' | 'drained' | 'stopped' | 'killed' | 'refusedToStart';

/** What became of a node's Cassandra process, as the simulation itself knows it. */
export interface ProcessEvent {
  /** ms since the epoch, by the true clock. */
  readonly at: number;
  readonly what: ProcessEventKind;
  /** Of the process. */
  readonly release: string;
}

export interface NodeState {
  /** Where the installation's symlink points to. */
  readonly installed: string;
  readonly process: { readonly pid: number; readonly release: string } | null;
  /** The process runs in it, or the last one did; null: its release knows none. */
  readonly storageMode: string | null;
  readonly mode: 'STARTING' | 'NORMAL' | 'DRAINING' | 'DRAINED' | 'DOWN';
  readonly serving: boolean;
  readonly sshd: 'up' | 'down';
  /** When its machine was switched off and on, by the real clock. */
  readonly boots: readonly number[];
  /** What lies on its disk now, with when the last of it was made, by the real clock. */
  readonly snapshots: readonly { readonly tag: string; readonly at: number }[];
  /** When nodetool asked it for `cms initialize`, whatever came of it, by the real clock. */
  readonly cmsInitializations: readonly number[];
}

/** A line of the journal that Ringlift's scripts write on the host. */
export interface JournalEntry {
  /** ISO 8601 in UTC, by the host's own clock. */
  readonly at: string;
  readonly event: 'begin' | 'end' | 'refused' | 'jobEnded';
  readonly result: string;
  readonly step: string;
  readonly upgrade: string;
  readonly tag: string;
  readonly attempt: number;
  readonly fence: number;
}

export interface SimulatedNode {
  readonly name: string;
  /** In gossip and for SSH. */
  readonly address: string;
  /** The machine's root with `opt`, `data`, `logs`, `state` and `tmp`, as this process finds it. */
  readonly folder: string;
  /** Oldest first. */
  readonly events: readonly ProcessEvent[];
  state(): NodeState;
  /** Oldest first; empty when nothing was ever changed there. */
  journal(): Promise<JournalEntry[]>;
  /** Every SSH connection dies as by a cut cable; what runs on the host goes on. */
  cutConnections(): void;
  setSshd(state: 'up' | 'down'): Promise<void>;
  /** SIGKILL to Cassandra. Nothing happens when it does not run. */
  killCassandra(): Promise<void>;
  /** As an operator would, by the service; resolves once it serves. @throws Error when it does not come up */
  startCassandra(): Promise<void>;
  /** While on, nodetool on this node never answers. What waits goes on when it is switched off. */
  hangNodetool(on: boolean): void;
  /** Nothing more can be written to the machine's disk. @throws Error where that can't be done on this computer */
  fillDisk(on: boolean): Promise<void>;
  /** The machine's clock shows so much more than the true one. */
  setClock(offsetMillis: number): void;
  /** Power off and on: all processes die, connections too; Cassandra is started again, as a boot does. */
  reboot(): Promise<void>;
}
