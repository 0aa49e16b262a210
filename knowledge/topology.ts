/** The nodes of a cluster as plans, gates and people name them. */

/**
 * A node is named by its broadcast address, as gossip shows it, without a port: `10.0.0.1` or `2001:db8::1`.
 * Host ids are no names: a node shows another one after its first start on 6.0 (measured, 5.0.9 to 6.0-alpha2).
 */
export type NodeId = string;

/** A release as `nodetool version` prints it: `5.0.9`, `6.0-alpha2`. Gossip prints the latter as `6.0.0-alpha2`. */
export type Release = string;

/** A place in the ring: what is stable while releases change. */
export interface NodePlace {
  readonly node: NodeId;
  /** Host name or the name given in the file: what people call it. */
  readonly name: string;
  readonly dataCenter: string;
  readonly rack: string;
  readonly isSeed: boolean;
}

/** Replication of one keyspace, as `system_schema.keyspaces` has it. */
export interface KeyspaceReplication {
  readonly keyspace: string;
  /** Class name without its package: `NetworkTopologyStrategy`. */
  readonly strategy: string;
  /** Replicas per data center; for SimpleStrategy the key is `*`. Empty for local strategies. */
  readonly replicas: Readonly<Record<string, number>>;
}
