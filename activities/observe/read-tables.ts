import type { TableView } from '../../knowledge/inventory.ts';
import type { CqlSession } from '../hosts/cql-connection.ts';

const systemKeyspace = /^system(_|$)/;
const own = /^org\.apache\.cassandra\.db\.compaction\./;

/** The user's tables with what releases differ in. @source schema/SchemaKeyspace.java of 3.11.19 and 4.0.19 */
export async function readTables(cql: CqlSession): Promise<TableView[]> {
  const rows = await cql.query(
    'SELECT keyspace_name, table_name, flags, compaction FROM system_schema.tables',
  );
  return rows
    .filter((row) => !systemKeyspace.test(String(row['keyspace_name'])))
    .map((row) => ({
      keyspace: String(row['keyspace_name']),
      table: String(row['table_name']),
      flags: ((row['flags'] ?? []) as string[]).map((flag) => flag.toLowerCase()),
      compaction: String((row['compaction'] as Record<string, string> | null)?.['class'] ?? '').replace(
        own,
        '',
      ),
    }));
}
