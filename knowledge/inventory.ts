/** What one look at the whole cluster found, typed; no judgement. */
import type { SSTableCounts } from './cassandra/older-sstables.ts';
import type { StorageMode } from './cassandra/releases.ts';
import type { DseInventory, NodeObservation } from './observation.ts';
import type { KeyspaceReplication, NodeId } from './topology.ts';

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
  /** Counts of the user's schema, where a guardrail of the target is compared with them; null: CQL did not answer. */
  readonly sizes?: SchemaSizes | null;
  /** The largest partitions of each node, largest first, for the same; null: it does not tell. */
  readonly largestPartitions?: Readonly<Record<NodeId, readonly PartitionView[] | null>>;
  /** Connected clients of each node by protocol version, asked where a hop narrows it; null: it tells none. */
  readonly clients?: Readonly<Record<NodeId, readonly ClientsView[] | null>>;
  /**
   * The storage_compatibility_mode that each process runs in, by its own word; null: it does not tell. Absent: not asked
   * for, since the file names none to end in.
   */
  readonly storageModes?: Readonly<Record<NodeId, StorageMode | null>>;
}

/** How much of everything the user's schema has. */
export interface SchemaSizes {
  readonly keyspaces: number;
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly columns: number;
    readonly indexes: number;
    readonly views: number;
  }[];
  readonly types: readonly { readonly keyspace: string; readonly type: string; readonly fields: number }[];
}

/** The largest partition of a table on one node. */
export interface PartitionView {
  readonly keyspace: string;
  readonly table: string;
  /** Rounded up, and of a histogram with classes a fifth wide. */
  readonly mebibytes: number;
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
