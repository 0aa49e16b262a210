import type { StorageMode } from '../../../knowledge/cassandra/releases.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';
import { configurationLineOf, dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';

/** `DOWN`: there is no process. */
export type NodeMode = 'DOWN' | 'STARTING' | 'NORMAL' | 'DRAINING' | 'DRAINED';

export interface RunningCompaction {
  readonly id: string;
  /** As compactionstats names it: `Upgrade sstables`, `Validation`. */
  readonly type: string;
  readonly keyspace: string;
  readonly table: string;
  readonly totalBytes: number;
  completedBytes: number;
}

export interface NodePosition {
  /** From 1: also its id in the directory of 6.0. */
  readonly number: number;
  readonly name: string;
  readonly address: string;
  readonly dataCenter: string;
  readonly rack: string;
  readonly isSeed: boolean;
  readonly tokens: readonly bigint[];
  /** As releases before 6.0 know it. */
  readonly hostId: string;
}

/** What one Cassandra node knows of itself. It changes only by what its process and nodetool do. */
export class NodeModel {
  readonly position: NodePosition;
  /** Of the process; of the last one when there is none. */
  release: string;
  storageMode: StorageMode | null = null;
  /** As system_views.settings tells them; null: the key was absent at the start. */
  settings: Readonly<Record<string, string | null>> = {};
  mode: NodeMode = 'DOWN';
  /** The native transport listens. */
  serving = false;
  /** ms since the epoch; null: no process. */
  startedAt: number | null = null;
  /** Others call it up until they notice: a killed process tells nobody. */
  missedFrom: number | null = null;
  /** Its release could not read what a newer one made of system_schema: no user keyspace is known here. */
  schemaLost = false;
  /** As gossip tells them: `big-nb`. */
  sstableVersions: readonly string[] = [];
  /** Of a node whose system tables were taken away; null: its first. */
  newHostId: string | null = null;
  loadBytes = 0;
  compactionsCompleted = 1;
  compactionThroughput = 64;
  /** Requests of clients that timed out at this coordinator. */
  clientErrors = 0;
  readonly compactions = new Set<RunningCompaction>();
  /** Repairs that this node coordinates just now. */
  repairsRunning = 0;
  repairsStarted = 0;

  constructor(position: NodePosition, release: string) {
    this.position = position;
    this.release = release;
  }

  get line(): ReleaseLine {
    const line = configurationLineOf(this.release);
    if (!line) throw new RangeError(`${this.release} is of no line that is simulated`);
    return line;
  }

  get major(): number {
    return Number.parseInt(this.line, 10);
  }

  /**
   * As gossip writes it: 6.0-alpha2 is 6.0.0-alpha2. DSE calls itself by four numbers; the last one is this simulation's.
   * @source logs of DSE 5.1.0 (3.10.0.1652); corpus, DSE 6.7 (4.0.0.677)
   */
  get gossipedRelease(): string {
    const dse = dseReleaseOf(this.release);
    if (dse) return `${this.line}.0.${1_000 + Number(dse.version.replaceAll('.', ''))}`;
    return this.release.replace(/^(\d+\.\d+)(-.*)$/, '$1.0$2');
  }
}

/** Real nodes take ten seconds and more to miss one that was killed. */
export const noticeMillis = 150;
