/** The system tables that Ringlift and its driver read, as one node answers them. */
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import { type ClusterModel, directoryId } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import type { CqlTable, CqlType } from './cql-table.ts';

type TableOf = (cluster: ClusterModel, node: NodeModel) => CqlTable;

/** By `keyspace.table`. */
export const systemTables: Readonly<Record<string, TableOf>> = {
  'system.local': (cluster, node) => ({
    columns: [...texts('key', 'cluster_name', 'partitioner'), ['tokens', 'list<text>'], ...placeColumns],
    rows: [
      {
        ...{ key: 'local', cluster_name: cluster.name, ...placeOf(cluster, node, node) },
        tokens: node.position.tokens.map(String),
        partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
      },
    ],
  }),
  'system.peers': peers,
  'system_schema.keyspaces': (cluster, node) => ({
    columns: [
      ['keyspace_name', 'text'],
      ['durable_writes', 'boolean'],
      ['replication', 'map<text,text>'],
    ],
    rows: cluster.schemaOf(node).map(({ name, strategy, replicas }) => ({
      keyspace_name: name,
      durable_writes: true,
      replication: { class: `org.apache.cassandra.locator.${strategy}`, ...replicas },
    })),
  }),
  'system_schema.tables': (cluster, node) => ({
    columns: [
      ['keyspace_name', 'text'],
      ['table_name', 'text'],
      ['id', 'uuid'],
      // A set, which is written as a list is.
      ['flags', 'list<text>'],
      ['compaction', 'map<text,text>'],
      ['compression', 'map<text,text>'],
    ],
    rows: cluster.schemaOf(node).flatMap(({ name, tables }) =>
      tables.map((table) => ({
        ...{ keyspace_name: name, table_name: table.name, id: table.id },
        flags: table.flags ?? ['compound'],
        compression: { class: 'org.apache.cassandra.io.compress.LZ4Compressor' },
        compaction: { class: `org.apache.cassandra.db.compaction.${table.compaction ?? sizeTiered}` },
      })),
    ),
  }),
  'system_schema.columns': (cluster, node) => ({
    columns: [...texts('keyspace_name', 'table_name', 'column_name', 'kind', 'type'), ['position', 'int']],
    rows: cluster.schemaOf(node).flatMap(({ name, tables }) =>
      tables.flatMap((table) =>
        table.columns.map(({ name: column, ...rest }) => ({
          ...{ keyspace_name: name, table_name: table.name, column_name: column },
          ...rest,
        })),
      ),
    ),
  }),
  'system_schema.types': () => ({
    columns: [
      ...texts('keyspace_name', 'type_name'),
      ['field_names', 'list<text>'],
      ['field_types', 'list<text>'],
    ],
    rows: [],
  }),
  'system_schema.indexes': () => ({
    columns: [...texts('keyspace_name', 'table_name', 'index_name', 'kind'), ['options', 'map<text,text>']],
    rows: [],
  }),
  'system_schema.views': () => ({ columns: texts('keyspace_name', 'view_name'), rows: [] }),
};

const sizeTiered = 'SizeTieredCompactionStrategy';

/** What 4.0 adds: nobody but who asks is connected here. @source db/virtual/ClientsTable.java of 4.0.19 */
const sinceFour: Readonly<Record<string, TableOf>> = {
  'system.peers_v2': peers,
  'system_views.clients': () => ({
    columns: [
      ['address', 'inet'],
      ['port', 'int'],
      ['protocol_version', 'int'],
      ...texts('driver_name', 'driver_version', 'connection_stage', 'username'),
    ],
    rows: [
      {
        ...{ address: '127.0.0.1', port: 50_000, protocol_version: 4, connection_stage: 'ready' },
        ...{ driver_name: 'DataStax Node.js Driver for Apache Cassandra', driver_version: '4.8.0' },
      },
    ],
  }),
  // What runs, not what the file says now. @source db/virtual/SettingsTable.java of 4.0.19 and 5.0.9
  'system_views.settings': (_, { settings }) => ({
    columns: texts('name', 'value'),
    rows: Object.entries(settings).map(([name, value]) => ({ name, value })),
  }),
};

/** What 6.0 adds. @source recorded cms dumplog and dumpdirectory of 6.0-alpha2 */
const metadataTables: Readonly<Record<string, TableOf>> = {
  'system_views.cluster_metadata_log': ({ cms }) => ({
    columns: [
      ['epoch', 'bigint'],
      ['kind', 'text'],
    ],
    rows: cms.log.map(({ epoch, kind }) => ({ epoch, kind })),
  }),
  'system_views.cluster_metadata_directory': ({ nodes }) => ({
    columns: [
      ['node_id', 'int'],
      ['host_id', 'uuid'],
      ['broadcast_address', 'inet'],
      ...texts('state', 'cassandra_version', 'dc', 'rack', 'multi_step_operation'),
    ],
    rows: nodes.map((node) => ({
      node_id: node.position.number,
      host_id: directoryId(node),
      broadcast_address: node.position.address,
      state: 'JOINED',
      cassandra_version: node.gossipedRelease,
      dc: node.position.dataCenter,
      rack: node.position.rack,
    })),
  }),
};

export function systemTable(name: string, node: NodeModel): TableOf | undefined {
  return (
    systemTables[name] ??
    (isBefore(node.line, '4.0') ? undefined : sinceFour[name]) ??
    (isBefore(node.line, '6.0') ? undefined : metadataTables[name])
  );
}

function peers(cluster: ClusterModel, node: NodeModel): CqlTable {
  return {
    columns: [['peer', 'inet'], ['native_address', 'inet'], ['native_port', 'int'], ...placeColumns],
    rows: cluster.nodes
      .filter((each) => each !== node)
      .map((each) => ({
        ...{ peer: each.position.address, native_address: each.position.address, native_port: 9042 },
        ...placeOf(cluster, each, node),
      })),
  };
}

const placeColumns: readonly (readonly [string, CqlType])[] = [
  ['host_id', 'uuid'],
  ['rpc_address', 'inet'],
  ['schema_version', 'uuid'],
  ...texts('data_center', 'rack', 'release_version'),
];

function placeOf(cluster: ClusterModel, node: NodeModel, viewer: NodeModel) {
  return {
    host_id: cluster.hostIdOf(node, viewer),
    rpc_address: node.position.address,
    schema_version: cluster.schemaVersionOf(node),
    data_center: node.position.dataCenter,
    rack: node.position.rack,
    release_version: dseReleaseOf(node.release) ? node.gossipedRelease : node.release,
  };
}

function texts(...names: readonly string[]): (readonly [string, 'text'])[] {
  return names.map((name) => [name, 'text'] as const);
}
