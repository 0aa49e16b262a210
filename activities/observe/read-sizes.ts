import { setImmediate } from 'node:timers/promises';
import type { Guardrail } from '../../knowledge/cassandra/guardrails.ts';
import { mergeFor } from '../../knowledge/gates/configuration-accepted.ts';
import { thresholdsAhead } from '../../knowledge/gates/guardrails-fit.ts';
import type { Inventory, PartitionView, SchemaSizes } from '../../knowledge/inventory.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { CqlRow, CqlSession } from '../hosts/cql-connection.ts';
import { askFirst } from './look-at-cluster.ts';

const systemKeyspace = /^system(_|$)/;
const most = 5;

/**
 * What the guardrails that the nodes will have are compared with: counts of the schema, asked of one node, and the largest
 * partitions of every node, by CQL. Nothing is asked where no cassandra.yaml sets a threshold that needs it.
 * @param spec of the hop
 */
export async function readSizes(
  context: ActivityContext,
  spec: Spec,
  { nodes }: Pick<Inventory, 'nodes'>,
): Promise<Pick<Inventory, 'sizes' | 'largestPartitions'>> {
  const counted = await countedBy(nodes, spec.target);
  const ofPartitions = counted.has('partitionSize') || counted.has('withinPartition');
  const ofSchema = [...counted].some(
    (each) => !['partitionSize', 'withinPartition', 'diskUsage', 'unseen'].includes(each),
  );
  const settings = nodes.map((seen) => {
    const place = seen.ring?.nodes.find(({ address }) => address === seen.node);
    return settingsOf(spec, seen.node, place?.dataCenter);
  });
  return {
    ...(ofSchema && { sizes: await askFirst(context, settings, nodes, readSchemaSizes) }),
    ...(ofPartitions && { largestPartitions: await largestOf(context, settings, nodes) }),
  };
}

/**
 * Each node's file is merged for the target here, one at a time, and the gates find it merged: hundreds in a row would keep
 * this process from its heartbeats for longer than it may be silent.
 */
async function countedBy(
  nodes: readonly NodeObservation[],
  target: Release,
): Promise<ReadonlySet<Guardrail['counted']>> {
  const counted = new Set<Guardrail['counted']>();
  for (const seen of nodes) {
    mergeFor(seen, target);
    for (const { guardrail } of thresholdsAhead(seen, target)) counted.add(guardrail.counted);
    await setImmediate();
  }
  return counted;
}

async function largestOf(
  context: ActivityContext,
  settings: readonly NodeSettings[],
  nodes: readonly NodeObservation[],
): Promise<NonNullable<Inventory['largestPartitions']>> {
  const told = nodes.map(
    async (seen) => [seen.node, await askFirst(context, settings, [seen], readLargestPartitions)] as const,
  );
  return Object.fromEntries(await Promise.all(told));
}

/** Of the user's keyspaces. @source schema/SchemaKeyspace.java of 4.0.19 to 6.0-alpha2 */
export async function readSchemaSizes(cql: CqlSession): Promise<SchemaSizes> {
  const [keyspaces = [], tables = [], columns = [], indexes = [], views = [], types = []] = await Promise.all(
    [
      'SELECT keyspace_name FROM system_schema.keyspaces',
      'SELECT keyspace_name, table_name FROM system_schema.tables',
      'SELECT keyspace_name, table_name, column_name FROM system_schema.columns',
      'SELECT keyspace_name, table_name, index_name FROM system_schema.indexes',
      'SELECT keyspace_name, base_table_name FROM system_schema.views',
      'SELECT keyspace_name, type_name, field_names FROM system_schema.types',
    ].map(async (statement) => (await cql.query(statement)).filter(isUsers)),
  );
  const [columnsOf, indexesOf] = [countBy(columns, 'table_name'), countBy(indexes, 'table_name')];
  const viewsOf = countBy(views, 'base_table_name');
  return {
    keyspaces: keyspaces.length,
    tables: tables.map((row) => {
      const key = keyOf(row, 'table_name');
      const [columns = 0, indexes = 0, views = 0] = [columnsOf, indexesOf, viewsOf].map((of) => of.get(key));
      return {
        ...{ keyspace: String(row['keyspace_name']), table: String(row['table_name']) },
        ...{ columns, indexes, views },
      };
    }),
    types: types.map((row) => ({
      keyspace: String(row['keyspace_name']),
      type: String(row['type_name']),
      fields: Array.isArray(row['field_names']) ? row['field_names'].length : 0,
    })),
  };
}

/**
 * The largest partition of the tables that have the largest, in MiB, rounded up: of a histogram with classes a fifth wide,
 * so that it may be a fifth less.
 * @source db/virtual/TableMetricTables.java of 4.0.19 to 6.0-alpha2 (max_partition_size)
 */
export async function readLargestPartitions(cql: CqlSession): Promise<PartitionView[]> {
  const rows = await cql.query(
    'SELECT keyspace_name, table_name, mebibytes FROM system_views.max_partition_size',
  );
  return rows
    .filter(isUsers)
    .map((row) => ({
      ...{ keyspace: String(row['keyspace_name']), table: String(row['table_name']) },
      mebibytes: Number(row['mebibytes']),
    }))
    .toSorted((one, other) => other.mebibytes - one.mebibytes)
    .slice(0, most);
}

function isUsers(row: CqlRow): boolean {
  return !systemKeyspace.test(String(row['keyspace_name']));
}

function countBy(rows: readonly CqlRow[], table: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row, table), (counts.get(keyOf(row, table)) ?? 0) + 1);
  return counts;
}

function keyOf(row: CqlRow, table: string): string {
  return `${String(row['keyspace_name'])}.${String(row[table])}`;
}
