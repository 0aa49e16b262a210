/** Keyspaces and tables of a simulated cluster: what system_schema shows, and what folders lie on the disks. */
import { createHash } from 'node:crypto';
import { type ReleaseLine, isBefore } from '../../../knowledge/cassandra/release-line.ts';

export interface Column {
  readonly name: string;
  readonly kind: 'partition_key' | 'clustering' | 'regular';
  readonly type: string;
  readonly position: number;
}

export interface Table {
  readonly name: string;
  /** UUID. */
  readonly id: string;
  readonly columns: readonly Column[];
  /** As system_schema.tables has them; absent: those of a table of CQL. */
  readonly flags?: readonly string[];
  /** Its strategy; absent: SizeTieredCompactionStrategy. */
  readonly compaction?: string;
}

export interface Keyspace {
  readonly name: string;
  readonly strategy: 'LocalStrategy' | 'SimpleStrategy' | 'NetworkTopologyStrategy' | 'MetaStrategy';
  /** Data center, or `replication_factor`, to replicas. */
  readonly replicas: Readonly<Record<string, number>>;
  readonly tables: readonly Table[];
}

export type Schema = readonly Keyspace[];

export function isSystem({ name }: Pick<Keyspace, 'name'>): boolean {
  return /^system(_|$)/.test(name);
}

/** The system keyspaces that a release brings, with a few of their tables; system_cluster_metadata comes with the CMS. */
export function systemKeyspaces(line: ReleaseLine): Schema {
  const local = (name: string, tables: string[]): Keyspace =>
    keyspace(name, 'LocalStrategy', {}, tables.map(systemTable(name)));
  const simple = (name: string, factor: number, tables: string[]): Keyspace =>
    keyspace(name, 'SimpleStrategy', { replication_factor: factor }, tables.map(systemTable(name)));
  const newer = isBefore(line, '6.0') ? [] : ['metadata_snapshots'];
  return [
    local('system', ['local', 'peers_v2', 'compaction_history', ...newer]),
    local('system_schema', ['keyspaces', 'tables', 'columns']),
    simple('system_auth', 1, ['roles']),
    simple('system_distributed', 3, ['repair_history']),
    simple('system_traces', 2, ['sessions']),
  ];
}

/** The application's own: two tables, replicated three times in each data center where it has so many nodes. */
export function userKeyspaces(dataCenterSizes: ReadonlyMap<string, number>): Schema {
  const replicas = Object.fromEntries([...dataCenterSizes].map(([name, size]) => [name, Math.min(3, size)]));
  const key: Column = { name: 'id', kind: 'partition_key', type: 'int', position: 0 };
  const value = (name: string, type: string): Column => ({ name, kind: 'regular', type, position: -1 });
  return [
    keyspace('shop', 'NetworkTopologyStrategy', replicas, [
      table('shop', 'orders', [key, value('customer', 'text'), value('total', 'int')]),
      table('shop', 'items', [key, value('name', 'text')]),
    ]),
  ];
}

export function keyspace(
  name: string,
  strategy: Keyspace['strategy'],
  replicas: Keyspace['replicas'],
  tables: readonly Table[] = [],
): Keyspace {
  return { name, strategy, replicas, tables };
}

export function table(of: string, name: string, columns: readonly Column[]): Table {
  return { name, id: uuidOf(`${of}.${name}`), columns };
}

/** The version that nodes before 6.0, and 6.0's as long as it speaks gossip, compute from the tables of users. */
export function schemaVersionOf(schema: Schema): string {
  return uuidOf(JSON.stringify(schema.filter((each) => !isSystem(each))));
}

/** A UUID (version 3) that the same words always give. */
export function uuidOf(words: string): string {
  const hex = createHash('md5').update(words).digest('hex');
  const variant = (8 + (Number.parseInt(hex[16] ?? '0', 16) % 4)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-3${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function systemTable(of: string): (name: string) => Table {
  return (name) => table(of, name, [{ name: 'key', kind: 'partition_key', type: 'text', position: 0 }]);
}
