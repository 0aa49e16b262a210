/** One machine as the rest of the activities know it: fixed scripts with arguments, files, and connections through it. */
import type { Duplex } from 'node:stream';
import type { Readable } from 'node:stream';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { ScriptName } from './remote-script.ts';

export interface RunOptions {
  /** Words given to the script as "$1", "$2", ...: quoted, never read by a shell. */
  readonly args?: readonly string[];
  /** Hard limit in milliseconds; the remote process group is ended when it passes. */
  readonly timeoutMillis: number;
  /** Run by `sudo -n` where the settings say so; false: as the login user. */
  readonly privileged?: boolean;
  /** Bytes for the script's standard input. */
  readonly input?: Readable | Buffer | string;
  /** Output beyond this is an OutputTooLong error, default 8 MiB. */
  readonly maxOutputBytes?: number;
  /** Called with each piece of standard output as it comes, for progress. */
  readonly onOutput?: (piece: string) => void;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMillis: number;
}

export interface Host {
  readonly settings: NodeSettings;
  /** Runs one script of remote/. Any exit code is returned; only a lost connection or a passed limit throws. */
  run(script: ScriptName, options: RunOptions): Promise<RunResult>;
  /** A TCP connection that leaves from the host, such as to its native transport. */
  connectThrough(host: string, port: number): Promise<Duplex>;
}

export interface Hosts {
  /** A connection to the node's machine, shared and reused. Throws NodeUnreachable, HostKeyRefused, AuthenticationRefused. */
  get(settings: NodeSettings): Promise<Host>;
  close(): Promise<void>;
}
