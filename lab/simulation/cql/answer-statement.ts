/** The few statements of CQL that Ringlift uses, answered from the state of the cluster. */
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { type Column, type Keyspace, type Schema, keyspace, table } from '../model/schema-model.ts';
import { type CqlAnswer, CqlRefusal, type CqlTable, type CqlType } from './cql-table.ts';
import { systemTable } from './system-tables.ts';

interface Context {
  readonly cluster: ClusterModel;
  readonly node: NodeModel;
}

type Answer = (match: RegExpExecArray, context: Context) => CqlAnswer;

const statements: readonly (readonly [RegExp, Answer])[] = [
  [/^SELECT (.+?) FROM ([\w."]+)(?: WHERE (.+?))?(?: LIMIT (\d+))?(?: ALLOW FILTERING)?$/is, select],
  [/^INSERT INTO ([\w."]+) \((.+?)\) VALUES \((.+)\)$/is, insert],
  [/^CREATE KEYSPACE (IF NOT EXISTS )?(\w+) WITH replication = \{(.+)\}$/is, createKeyspace],
  [/^CREATE TABLE ([\w."]+) \((.+)\)(?: WITH (.+))?$/is, createTable],
  [/^ALTER TABLE ([\w."]+) ADD (\w+) (\w+)$/is, addColumn],
  [/^DROP KEYSPACE (IF EXISTS )?(\w+)$/is, dropKeyspace],
];

/** @throws CqlRefusal for what the node refuses, and for a statement that is not simulated */
export function answerStatement(cluster: ClusterModel, node: NodeModel, text: string): CqlAnswer {
  const statement = text.trim().replace(/;$/, '');
  for (const [pattern, answer] of statements) {
    const match = pattern.exec(statement);
    if (match) return answer(match, { cluster, node });
  }
  throw new CqlRefusal(`line 1:0 no viable alternative at input '${statement.slice(0, 60)}'`, 0x2000);
}

function select([, wanted = '', name = '', where, limit]: RegExpExecArray, context: Context): CqlAnswer {
  const { columns, rows } = tableOf(unquoted(name), context);
  const conditions = (where ?? '').split(/ AND /i).filter(Boolean).map(conditionOf);
  const found = rows.filter((row) =>
    conditions.every(([column, value]) => String(row[column]) === String(value)),
  );
  const names = wanted.trim() === '*' ? columns.map(([column]) => column) : listOf(wanted);
  const chosen = names.map((column) => {
    const known = columns.find(([each]) => each === column);
    if (!known) throw new CqlRefusal(`Undefined column name ${column} in table ${name}`);
    return known;
  });
  return {
    table: { columns: chosen, rows: found.slice(0, limit === undefined ? undefined : Number(limit)) },
  };
}

function tableOf(name: string, { cluster, node }: Context): CqlTable {
  const system = systemTable(name, node);
  if (system) return system(cluster, node);
  const { columns } = findTable(name, { cluster, node });
  return {
    columns: columns.map(({ name: column, type }) => [column, type as CqlType] as const),
    rows: [...(cluster.rows.get(name)?.values() ?? [])],
  };
}

function insert([, name = '', columns = '', values = '']: RegExpExecArray, context: Context): CqlAnswer {
  const table = unquoted(name);
  findTable(table, context);
  const given = listOf(values).map(literal);
  const row = Object.fromEntries(listOf(columns).map((column, index) => [column, given[index]]));
  const rows = context.cluster.rows.get(table) ?? new Map<string, Readonly<Record<string, unknown>>>();
  context.cluster.rows.set(table, rows);
  const key = String(given[0]);
  rows.set(key, { ...rows.get(key), ...row });
  return 'void';
}

function createKeyspace([, ifNot, name = '', options = '']: RegExpExecArray, context: Context): CqlAnswer {
  if (context.cluster.keyspaceOf(context.node, name)) {
    if (ifNot !== undefined) return 'void';
    throw new CqlRefusal(`Keyspace '${name}' already exists`, 0x2400);
  }
  const replicas = listOf(options)
    .map((option) => option.split(':').map((part) => literal(part.trim())))
    .filter(([key]) => key !== 'class')
    .map(([key, value]) => [String(key), Number(value)] as const);
  const made = keyspace(name, 'NetworkTopologyStrategy', Object.fromEntries(replicas));
  changeSchema(context, (schema) => [...schema, made]);
  return { schema: { change: 'CREATED', keyspace: name } };
}

function createTable([, name = '', text = '']: RegExpExecArray, context: Context): CqlAnswer {
  const [of = '', own = ''] = unquoted(name).split('.');
  const columns = listOf(text).map((column): Column => {
    const [columnName = '', type = 'text', ...rest] = column.split(/\s+/);
    const isKey = /PRIMARY KEY/i.test(rest.join(' '));
    return { name: columnName, type, kind: isKey ? 'partition_key' : 'regular', position: isKey ? 0 : -1 };
  });
  changeKeyspace(context, of, (found) => ({ ...found, tables: [...found.tables, table(of, own, columns)] }));
  return { schema: { change: 'CREATED', keyspace: of, table: own } };
}

function addColumn([, name = '', column = '', type = '']: RegExpExecArray, context: Context): CqlAnswer {
  const [of = '', own = ''] = unquoted(name).split('.');
  findTable(unquoted(name), context);
  const added: Column = { name: column, type, kind: 'regular', position: -1 };
  changeKeyspace(context, of, (found) => ({
    ...found,
    tables: found.tables.map((each) =>
      each.name === own ? { ...each, columns: [...each.columns, added] } : each,
    ),
  }));
  return { schema: { change: 'UPDATED', keyspace: of, table: own } };
}

function dropKeyspace([, ifExists, name = '']: RegExpExecArray, context: Context): CqlAnswer {
  const found = context.cluster.keyspaceOf(context.node, name);
  if (!found) {
    if (ifExists !== undefined) return 'void';
    throw new CqlRefusal(`Keyspace '${name}' doesn't exist`, 0x2300);
  }
  changeSchema(context, (schema) => schema.filter((each) => each.name !== name));
  for (const each of found.tables) context.cluster.rows.delete(`${name}.${each.name}`);
  return { schema: { change: 'DROPPED', keyspace: name } };
}

function changeKeyspace(context: Context, name: string, change: (keyspace: Keyspace) => Keyspace): void {
  if (!context.cluster.keyspaceOf(context.node, name))
    throw new CqlRefusal(`Keyspace '${name}' doesn't exist`);
  changeSchema(context, (schema) => schema.map((each) => (each.name === name ? change(each) : each)));
}

function changeSchema({ cluster, node }: Context, change: (schema: Schema) => Schema): void {
  try {
    cluster.changeSchema(node, change);
  } catch (error) {
    throw new CqlRefusal(error instanceof Error ? error.message : String(error));
  }
}

function findTable(name: string, { cluster, node }: Context) {
  const [of = '', own = ''] = name.split('.');
  const found = cluster.keyspaceOf(node, of)?.tables.find((each) => each.name === own);
  if (found) return found;
  throw new CqlRefusal(`unconfigured table ${own}`);
}

function conditionOf(text: string): readonly [string, string | number] {
  const [column = '', value = ''] = text.split('=').map((part) => part.trim());
  return [unquoted(column), literal(value)];
}

function literal(text: string): string | number {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : Number(text);
}

function listOf(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}
