import { expect, test } from 'vitest';
import type { CqlRow, CqlSession } from '../../../activities/hosts/cql-connection.ts';
import { mergeFor } from '../../../knowledge/gates/configuration-accepted.ts';
import { readLargestPartitions, readSchemaSizes, readSizes } from '../../../activities/observe/read-sizes.ts';
import { addYaml, healthyCluster, healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext } from '../fake-context.ts';

function session(tables: Readonly<Record<string, readonly CqlRow[]>>): CqlSession {
  return {
    query: async (statement) => [...(tables[/FROM (\S+)/.exec(statement)?.[1] ?? ''] ?? [])],
  };
}

const of = (keyspace_name: string, row: CqlRow = {}) => ({ keyspace_name, ...row });
const schema = {
  'system_schema.keyspaces': [of('shop'), of('system'), of('system_auth'), of('systematic')],
  'system_schema.tables': [
    of('shop', { table_name: 'orders' }),
    of('shop', { table_name: 'items' }),
    of('system', { table_name: 'local' }),
  ],
  'system_schema.columns': [
    of('shop', { table_name: 'orders', column_name: 'id' }),
    of('shop', { table_name: 'orders', column_name: 'total' }),
    of('shop', { table_name: 'items', column_name: 'id' }),
  ],
  'system_schema.indexes': [of('shop', { table_name: 'orders', index_name: 'by_total' })],
  'system_schema.views': [of('shop', { base_table_name: 'items' })],
  'system_schema.types': [of('shop', { type_name: 'address', field_names: ['street', 'city'] })],
};

test("the user's schema is counted table by table", async () => {
  expect(await readSchemaSizes(session(schema))).toEqual({
    keyspaces: 2,
    tables: [
      { keyspace: 'shop', table: 'orders', columns: 2, indexes: 1, views: 0 },
      { keyspace: 'shop', table: 'items', columns: 1, indexes: 0, views: 1 },
    ],
    types: [{ keyspace: 'shop', type: 'address', fields: 2 }],
  });
});

test('of the largest partitions those of users are told, the largest first', async () => {
  const rows = [
    ...['3', '700', '12', '1', '0', '2'].map((mebibytes, index) =>
      of('shop', { table_name: `t${index}`, mebibytes }),
    ),
    of('system', { table_name: 'hints', mebibytes: '9000' }),
  ];
  const told = await readLargestPartitions(session({ 'system_views.max_partition_size': rows }));
  expect(told.map(({ mebibytes }) => mebibytes)).toEqual([700, 12, 3, 2, 1]);
  expect(told[0]).toMatchObject({ keyspace: 'shop', table: 't1' });
});

test('nothing is asked where no cassandra.yaml sets a threshold that needs it', async () => {
  // Its hosts throw when they are asked for.
  const read = (yaml: string) =>
    readSizes(fakeContext(), healthySpec(), addYaml(healthyCluster(), '10.0.0.1', yaml));
  expect(await read('')).toEqual({});
  expect(await read('data_disk_usage_percentage_fail_threshold: 80\npage_size_fail_threshold: 1\n')).toEqual(
    {},
  );
  await expect(read('tables_fail_threshold: 150\n')).rejects.toThrow('no fake host');
  await expect(read('column_value_size_warn_threshold: 1MiB\n')).rejects.toThrow('no fake host');
});

test('files are merged one at a time, so that heartbeats and others come in between; the gates find them merged', async () => {
  const { nodes } = healthyCluster();
  let turns = 0;
  let isOver = false;
  const others = () => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  others();
  await readSizes(fakeContext(), healthySpec(), { nodes });
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(nodes.length);
  const [first] = nodes;
  if (!first) throw new Error('a cluster has nodes');
  expect(mergeFor(first, '6.0-alpha2')).toBe(mergeFor(first, '6.0-alpha2'));
});
