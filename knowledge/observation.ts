/**
 * What nodes told, typed. The parsers in nodetool/ make the views from real outputs; look-at-node gathers them.
 * Nothing here is a judgement: gates/ judges.
 */
import type { SSTableCounts } from './cassandra/older-sstables.ts';
import type { StorageMode } from './cassandra/releases.ts';
import type { KeyspaceReplication, NodeId, Release } from './topology.ts';

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

export interface FileSystemView {
  /** The folder that was asked about. */
  readonly path: string;
  readonly mountPoint: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

export interface DataFolderView {
  readonly path: string;
  /** data, commitlog, hints, saved_caches or cdc_raw. */
  readonly role: string;
  readonly exists: boolean;
  readonly owner: string | null;
  readonly bytes: number | null;
  /** It lies on a file system of its own, so that no hard links can be made beside it. */
  readonly isMountPoint: boolean;
}

/** A snapshot's folder, whoever made it. */
export interface SnapshotFound {
  readonly name: string;
  /** When its last table was linked, ISO 8601, by the worker's clock. */
  readonly madeAt: string;
}

export interface JdkView {
  readonly home: string;
  /** Feature release: 8, 11, 17, 21. */
  readonly major: number;
  readonly version: string;
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

/** What the machine itself tells, without Cassandra. */
export interface HostView {
  readonly hostName: string;
  /** Worker's clock minus the host's, corrected by half the round trip. */
  readonly clockSkewMillis: number;
  readonly memoryBytes: number;
  readonly bootId: string;
  /** Where the symlink of the installation points; null when it is none. */
  readonly releaseInUse: string | null;
  /** The user that the process runs as; null while it does not run. */
  readonly serviceUser: string | null;
  /** Home of the JDK that the process runs on; null while it does not run. */
  readonly processJavaHome: string | null;
  readonly processStartedAt: string | null;
  /** -Xmx of the running process in bytes; null when not told. */
  readonly maxHeapBytes: number | null;
  readonly jdks: readonly JdkView[];
  readonly folders: readonly DataFolderView[];
  readonly fileSystems: readonly FileSystemView[];
  /** File name (relative to the conf folder) to its text. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Files of the conf folder that hold no configuration text, such as key stores. */
  readonly otherFiles: readonly string[];
  /** Snapshots in the data folders, the newest two hundred. */
  readonly snapshots: readonly SnapshotFound[];
  /** Who holds Ringlift's lock on the host; null: nobody. */
  readonly lockedBy: string | null;
}

export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

/** What a host says of its packages, where releases come as such. */
export interface PackageView {
  readonly missingTools: readonly string[];
  readonly isRoot: boolean;
  /** Cassandra's own: the package and its tools. */
  readonly installed: readonly (PackageVersion & { readonly isWhole: boolean; readonly isHeld: boolean })[];
  /** In repositories that are set up on the host, or in the cache of its package tool. */
  readonly available: readonly PackageVersion[];
  /** Laid aside on the host by Ringlift. */
  readonly kept: readonly PackageVersion[];
  /** Names of packages of any kind that are half installed. */
  readonly broken: readonly string[];
  /** What else the package tool would change for a pinned version; null: it can't say. */
  readonly changes: readonly string[] | null;
  /** Why it can't. */
  readonly said: string;
}

/** What one look at the cluster found: the planner's only input besides the file. */
export interface Inventory {
  readonly cluster: string;
  readonly at: string;
  readonly nodes: readonly NodeObservation[];
  /** Members that the file allows to be down: they were not asked. Absent: none. */
  readonly down?: readonly NodeId[];
  /** Nodes that an earlier run of this upgrade locked and left half done; they were asked. Absent: none. */
  readonly inHand?: readonly NodeId[];
  readonly keyspaces: readonly KeyspaceReplication[];
  /** Distinct sets of replicas by keyspace, as nodetool describering has them; null: not asked at this stage. */
  readonly replicaSets: Readonly<Record<string, readonly (readonly NodeId[])[]>> | null;
  /** Members of an initialized CMS, where groups of nodes are planned; null: could not be read. Absent: not asked for, or none. */
  readonly cmsMembers?: readonly NodeId[] | null;
  /** Digest of the user schema (keyspaces, tables, columns): the same on every release. Null: CQL did not answer. */
  readonly schemaDigest: string | null;
  /** What DSE's machines and schema tell, where the hop leads out of DSE. Absent: not asked for. */
  readonly dse?: DseInventory;
  /** Live sstables by format on each node's disks, of a chain of hops; null: could not be listed. Absent: not asked for. */
  readonly sstables?: Readonly<Record<NodeId, SSTableCounts | null>>;
  /** The user's tables, where the way to the target leads past what it no longer takes; null: CQL did not answer. */
  readonly tables?: readonly TableView[] | null;
  /** Connected clients of each node by protocol version, asked where a hop narrows it; null: it tells none. */
  readonly clients?: Readonly<Record<NodeId, readonly ClientsView[] | null>>;
  /**
   * The storage_compatibility_mode that each process runs in, by its own word; null: it does not tell. Absent: not asked
   * for, since the file names none to end in.
   */
  readonly storageModes?: Readonly<Record<NodeId, StorageMode | null>>;
}

/** A row of system_schema.tables, as far as releases differ in what they take. */
export interface TableView {
  readonly keyspace: string;
  readonly table: string;
  /** compound, dense, super, counter: a table of CQL is compound and neither dense nor super. */
  readonly flags: readonly string[];
  /** Simple name of its compaction strategy where it is Cassandra's own, else the whole one. */
  readonly compaction: string;
}

/** Clients of one node that speak the same version. */
export interface ClientsView {
  readonly protocol: number;
  readonly connections: number;
  /** Names and versions of their drivers, as they tell them. */
  readonly drivers: readonly string[];
}
