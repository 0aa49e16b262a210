import type { KeyspaceReplication } from '../../knowledge/topology.ts';
import { digestOf } from '../evidence-store.ts';
import type { CqlSession } from '../hosts/cql-connection.ts';

export interface SchemaView {
  readonly keyspaces: readonly KeyspaceReplication[];
  /** Of the user's keyspaces, tables, columns and types: what DDL changes, and no release shows otherwise. */
  readonly digest: string;
}

const systemKeyspace = /^system(_|$)/;

/** Schema as system_schema has it (3.0 and later). */
export async function readSchema(cql: CqlSession): Promise<SchemaView> {
  const keyspaces = await cql.query('SELECT keyspace_name, replication FROM system_schema.keyspaces');
  const parts = await Promise.all([
    cql.query('SELECT keyspace_name, table_name, id FROM system_schema.tables'),
    cql.query(
      'SELECT keyspace_name, table_name, column_name, kind, type, position FROM system_schema.columns',
    ),
    cql.query('SELECT keyspace_name, type_name, field_names, field_types FROM system_schema.types'),
    cql.query('SELECT keyspace_name, table_name, index_name FROM system_schema.indexes'),
    cql.query('SELECT keyspace_name, view_name FROM system_schema.views'),
  ]);
  const own = [keyspaces, ...parts].map((rows) =>
    rows
      .filter((row) => !systemKeyspace.test(String(row['keyspace_name'])))
      .map((row) => JSON.stringify(row))
      .toSorted(),
  );
  return { keyspaces: keyspaces.map(replicationOf), digest: digestOf(own) };
}

function replicationOf(row: Record<string, unknown>): KeyspaceReplication {
  const options = { ...(row['replication'] as Record<string, string>) };
  const strategy = String(options['class']).replace(/^.*\./, '');
  delete options['class'];
  const replicas = Object.entries(options).map(([key, value]) => [
    key === 'replication_factor' ? '*' : key,
    // Transient replication writes "3/1": the whole number counts.
    Number.parseInt(value, 10),
  ]);
  return { keyspace: String(row['keyspace_name']), strategy, replicas: Object.fromEntries(replicas) };
}
