/** What the two modes of a lab do differently: where its nodes live. */
import type { CommandOptions, CommandResult } from '../machines/host-command.ts';
import type { KeyRing } from './key-ring.ts';
import type { LabNode } from './lab-node.ts';
import type { LabStore } from './lab-state.ts';

export interface GroundOptions {
  readonly folder: string;
  readonly nodes: readonly LabNode[];
  readonly keys: KeyRing;
  readonly store: LabStore;
}

export interface Ground {
  /** Who logs in by SSH. */
  readonly user: string;
  /** Everything up to a host with SSH and an installed release whose service was not started yet. */
  prepare(node: LabNode, tarball: string, config: (read: ReadShipped) => Promise<ConfigFiles>): Promise<void>;
  /**
   * What an operator's scripts would do; returns before the daemon is up, and whether or not it ever is.
   * @param jvmOptions for this start alone
   */
  startService(node: LabNode, jvmOptions?: string): Promise<void>;
  stopService(node: LabNode): Promise<void>;
  /** As the most powerful user of the node: root in machines, this user in processes. */
  exec(node: LabNode, argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** A power cut: all processes of the host at once. */
  powerOff(node: LabNode): Promise<void>;
  /** The host comes back with its disks; in machines its init starts Cassandra as well. */
  powerOn(node: LabNode): Promise<void>;
  setCable(node: LabNode, state: 'up' | 'down'): Promise<void>;
  /** Ends every process and takes away what is outside of the lab's folder. */
  end(): Promise<void>;
}

/** Text of a file below the release's conf/, empty when the release has none of that name. */
export type ReadShipped = (name: string) => Promise<string>;

/** File name below conf/ to its text. */
export type ConfigFiles = Readonly<Record<string, string>>;
