import type { SchemaClass } from '../../knowledge/observation.ts';
import type { CqlSession } from '../hosts/cql-connection.ts';

/** Every class that the schema names: of keyspaces, tables, custom indexes, and columns whose type is a class. */
export async function readDseSchema(cql: CqlSession): Promise<SchemaClass[]> {
  const [keyspaces, tables, indexes, columns] = await Promise.all([
    cql.query('SELECT keyspace_name, replication FROM system_schema.keyspaces'),
    cql.query('SELECT keyspace_name, table_name, compaction, compression FROM system_schema.tables'),
    cql.query('SELECT keyspace_name, table_name, index_name, kind, options FROM system_schema.indexes'),
    cql.query('SELECT keyspace_name, table_name, column_name, type FROM system_schema.columns'),
  ]);
  return [
    ...keyspaces.map((row) => found(row, 'replication', classIn(row['replication']))),
    ...tables.map((row) => found(row, 'compaction', classIn(row['compaction']))),
    ...tables.map((row) => found(row, 'compression', classIn(row['compression']))),
    ...indexes
      .filter((row) => row['kind'] === 'CUSTOM')
      .map((row) => found(row, 'index', optionsOf(row['options'])['class_name'] ?? 'unknown')),
    // A class stands in single quotes, within other types too.
    ...columns.flatMap((row) =>
      [...String(row['type']).matchAll(/'([\w.$]+)/g)].map(([, name = '']) => found(row, 'column', name)),
    ),
  ].filter(({ className }) => className !== '');
}

type Row = Readonly<Record<string, unknown>>;

function found(row: Row, what: SchemaClass['what'], className: string): SchemaClass {
  const name = row[what === 'index' ? 'index_name' : 'column_name'];
  return {
    keyspace: String(row['keyspace_name']),
    table: row['table_name'] === undefined ? null : String(row['table_name']),
    what,
    name: name === undefined ? null : String(name),
    className,
  };
}

/** Empty: none is named, as of a table without compression. */
function classIn(options: unknown): string {
  return optionsOf(options)['class'] ?? '';
}

function optionsOf(value: unknown): Record<string, string> {
  return typeof value === 'object' && value !== null ? { ...(value as Record<string, string>) } : {};
}
