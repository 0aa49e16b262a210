/**
 * What nodes told, typed. The parsers in nodetool/ make the views from real outputs; look-at-node gathers them.
 * Nothing here is a judgement: gates/ judges.
 */
import type { HostView } from './host-view.ts';
import type { NodeId, Release } from './topology.ts';

/** `nodetool status`: the ring as one node sees it. */
export interface RingView {
  readonly nodes: readonly RingMember[];
  /** Data centers with a heading, also those without a row. */
  readonly dataCenters: readonly string[];
  readonly layout: 'vnodes' | 'single-token';
  readonly effectiveOwnership: boolean;
  /** The "Non-system keyspaces don't have the same replication settings" note was there. */
  readonly note: boolean;
}

export interface RingMember {
  readonly address: NodeId;
  /** Two letters as printed: U, D or ? and N, L, J, M (DSE adds S). */
  readonly state: string;
  readonly dataCenter: string;
  readonly rack: string;
  readonly hostId: string | null;
  /** As printed (`103.5 KiB`), `?` when unknown. */
  readonly load: string;
  readonly tokenCount: number;
}

/** `nodetool describecluster`. */
export interface ClusterView {
  readonly cluster: string | null;
  readonly partitioner: string | null;
  readonly schemaVersions: readonly { readonly version: string; readonly nodes: readonly NodeId[] }[];
  /** Addresses under the pseudo version UNREACHABLE, ports kept off. */
  readonly unreachable: readonly string[];
  /** Release to number of nodes; null where the release prints none (before 4.0). */
  readonly databaseVersions: Readonly<Record<Release, number>> | null;
  readonly live: number | null;
  readonly unreachableCount: number | null;
}

/** `nodetool gossipinfo`: what one node has heard of all. */
export interface GossipView {
  readonly endpoints: readonly GossipEndpoint[];
}

export interface GossipEndpoint {
  readonly address: NodeId;
  /** NORMAL, BOOT, LEAVING, LEFT, shutdown, hibernate, ...; null when it says none. */
  readonly status: string | null;
  readonly heartbeat: number | null;
  readonly dataCenter: string | null;
  readonly rack: string | null;
  readonly release: Release | null;
  /** What DSE calls itself, where it tells. */
  readonly dse?: string;
  /** `Cassandra`, `Search`, `Analytics`, ..., of DSE where it tells. */
  readonly workload?: string;
  readonly schema: string | null;
  readonly hostId: string | null;
  readonly netVersion: number | null;
  /** `big-nb`, `big-pa`, `bti-ea`; empty when it says none (before 4.0). */
  readonly sstableVersions: readonly string[];
  readonly rpcReady: boolean | null;
}

/** `nodetool netstats`. */
export interface NetView {
  /** NORMAL, JOINING, LEAVING, DRAINING, DRAINED, ... */
  readonly mode: string;
  readonly streams: number;
  readonly idle: boolean;
  readonly droppedMessages: number | null;
}

/** `nodetool compactionstats`. */
export interface CompactionView {
  readonly pending: number;
  readonly perTable: Readonly<Record<string, number>>;
  readonly running: readonly RunningCompaction[];
  /** As printed (`0h00m04s`), null for `n/a` or none. */
  readonly remaining: string | null;
}

export interface RunningCompaction {
  readonly id: string | null;
  /** `Compaction`, `Validation`, `Upgrade sstables`, ... */
  readonly type: string;
  readonly keyspace: string | null;
  readonly table: string | null;
  readonly completed: number | null;
  readonly total: number | null;
  readonly unit: string | null;
}

/** `nodetool tpstats`. */
export interface ThreadPoolView {
  readonly pools: readonly {
    readonly name: string;
    readonly active: number;
    readonly pending: number;
    readonly blocked: number;
  }[];
  /** Dropped messages by type, of types with any. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly droppedTotal: number;
}

/** `nodetool info`. */
export interface InfoView {
  readonly hostId: string | null;
  readonly gossipActive: boolean;
  readonly nativeTransportActive: boolean | null;
  readonly thriftActive: boolean | null;
  readonly dataCenter: string;
  readonly rack: string;
  readonly tokenCount: number | null;
  readonly uptimeSeconds: number | null;
  readonly heapUsedMiB: number | null;
  readonly heapMaxMiB: number | null;
}

/** `nodetool version`. */
export interface VersionView {
  readonly release: Release;
  /** What DSE calls itself, which tells that the release is not Apache's; then `release` is `dse-` and this. */
  readonly dse: string | null;
}

/** What keeps a cluster in DSE, or does not. */
export interface DseInventory {
  /** Null: the machine could not be asked. */
  readonly nodes: Readonly<Record<NodeId, DseView | null>>;
  /** Null: CQL did not answer. */
  readonly schema: readonly SchemaClass[] | null;
}

/** A class that the schema names, with what is to be altered for it to go. */
export interface SchemaClass {
  readonly keyspace: string;
  /** Null: it is the keyspace's own. */
  readonly table: string | null;
  readonly what: 'replication' | 'compaction' | 'compression' | 'index' | 'column';
  /** Name of the index or column; null for others. */
  readonly name: string | null;
  /** As the schema has it, its package included. */
  readonly className: string;
}

/** What the machine of a DSE node tells of it. */
export interface DseView {
  /** By the names of the files that its process runs from: `5.1.4`; null: not known. */
  readonly runningVersion: string | null;
  /** Text of its dse.yaml; null: none was found. */
  readonly dseYaml: string | null;
  /** Lines such as `SOLR_ENABLED=1` of the file that its service reads; null: it could not be read. */
  readonly startedWith: readonly string[] | null;
}

/** `nodetool listsnapshots`. */
export interface SnapshotView {
  readonly snapshots: readonly { readonly name: string; readonly keyspace: string; readonly table: string }[];
  readonly totalTrueDiskSpace: string | null;
}

/** `nodetool describering KEYSPACE`. */
export interface RangeView {
  readonly ranges: readonly {
    readonly start: string;
    readonly end: string;
    readonly endpoints: readonly {
      readonly address: NodeId;
      readonly dataCenter: string;
      readonly rack: string;
    }[];
  }[];
}

/** `nodetool cms describe`. Epochs are 64-bit and kept as decimal strings. */
export interface CmsView {
  /** `0` before initialization. */
  readonly identifier: string;
  readonly members: readonly NodeId[];
  readonly needsReconfiguration: boolean;
  readonly isMember: boolean;
  /** GOSSIP, LOCAL, REMOTE or RESET. */
  readonly serviceState: string;
  readonly isMigrating: boolean;
  readonly epoch: string;
  /** Null on a node that is no member: it does not print them. */
  readonly localPendingCount: number | null;
  readonly commitsPaused: boolean | null;
  readonly replicationFactor: string | null;
}

/** A repair that `repair_admin list` shows as not finished. */
export interface RepairSessionView {
  readonly id: string;
  readonly state: string;
}

/** `nodetool proxyhistograms`, of this node as coordinator, in microseconds; null: no requests yet. */
export interface LatencyView {
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
}

/** Requests of clients that this node coordinated and could not answer, since its start. */
export interface ClientErrors {
  readonly timeouts: number;
  readonly unavailables: number;
  readonly failures: number;
}

/** What garbage collection took since somebody last asked. */
export interface GcView {
  readonly intervalMillis: number;
  readonly longestMillis: number;
  readonly totalMillis: number;
}

/** Hints that wait on a node for another. */
export interface HintsFor {
  readonly hostId: string;
  readonly files: number;
  readonly bytes: number;
}

/** How a node serves its clients, as one look read it. */
export interface ServiceView {
  /** ISO 8601, by the worker's clock. */
  readonly at: string;
  readonly through: 'nodetool' | 'jolokia';
  /** Its process, by number and start: counters begin with it. */
  readonly process: string;
  readonly processSeconds: number;
  readonly readP99Micros: number | null;
  readonly writeP99Micros: number | null;
  /** Null: nodetool of this release tells none (3.x). */
  readonly errors: ClientErrors | null;
  /** Dropped messages by type, of types with any. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly gc: GcView;
  /** What gcstats counts are pauses; false: also what runs beside the application (ZGC, Shenandoah). */
  readonly countsPauses: boolean;
  readonly hints: readonly HintsFor[];
  /** Bytes in the data folders; null: not told. */
  readonly dataBytes: number | null;
}

/**
 * Everything that one look at one node found. A view is null when it was not asked for at this stage, and an entry in
 * `problems` when it was asked for and could not be had: null is never "nothing".
 */
export interface NodeObservation {
  readonly node: NodeId;
  readonly name: string;
  /** When the look began, ISO 8601, by the worker's clock. */
  readonly at: string;
  readonly problems: readonly ObservationProblem[];
  /** The node's process runs. */
  readonly running: boolean | null;
  readonly version: VersionView | null;
  readonly ring: RingView | null;
  readonly cluster: ClusterView | null;
  readonly gossip: GossipView | null;
  readonly info: InfoView | null;
  readonly net: NetView | null;
  readonly compactions: CompactionView | null;
  readonly threadPools: ThreadPoolView | null;
  readonly repairs: readonly RepairSessionView[] | null;
  readonly latency: LatencyView | null;
  readonly cms: CmsView | null;
  /** The native transport accepted a connection and answered a query; milliseconds of the light read. */
  readonly cql: {
    readonly answers: boolean;
    readonly readMillis: number | null;
    readonly detail: string;
  } | null;
  readonly host: HostView | null;
  /** Digest under which the whole outputs lie in the evidence store. */
  readonly evidence: string | null;
}

export interface ObservationProblem {
  /** The command or file that was asked. */
  readonly asked: string;
  readonly problem: string;
}
