import { expect, test } from 'vitest';
import { guardrailsFit } from '../../../knowledge/gates/guardrails-fit.ts';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { addYaml, healthyCluster, preflightInput, spoilHost } from './healthy-cluster.ts';

const sizes: NonNullable<Inventory['sizes']> = {
  keyspaces: 4,
  tables: [
    { keyspace: 'shop', table: 'orders', columns: 63, indexes: 2, views: 1 },
    { keyspace: 'shop', table: 'items', columns: 8, indexes: 0, views: 0 },
  ],
  types: [{ keyspace: 'shop', type: 'address', fields: 12 }],
};
const partitions = [{ keyspace: 'shop', table: 'orders', mebibytes: 700 }];

function cluster(yaml: string, seen: Partial<Inventory> = {}): Inventory {
  const largestPartitions = Object.fromEntries(['1', '2', '3'].map((end) => [`10.0.0.${end}`, partitions]));
  const nodes = healthyCluster().nodes.map(({ node }) => node);
  const set = nodes.reduce((inventory, node) => addYaml(inventory, node, yaml), healthyCluster());
  return { ...set, sizes, largestPartitions, ...seen };
}

const judge = (yaml: string, seen?: Partial<Inventory>) => guardrailsFit(preflightInput(cluster(yaml, seen)));

test('where no threshold is set the gate is not judged', () => {
  const gates = (inventory: Inventory) => judgePreflight(preflightInput(inventory)).map(({ gate }) => gate);
  expect(gates(healthyCluster())).not.toContain('guardrailsFit');
  expect(gates(cluster('tables_warn_threshold: -1\n'))).not.toContain('guardrailsFit');
  expect(gates(cluster('tables_warn_threshold: 150\n'))).toContain('guardrailsFit');
});

test('sizes within their thresholds open it, each said once for all nodes', () => {
  const verdict = judge('tables_fail_threshold: 150\ncolumns_per_table_fail_threshold: 63\n');
  expectOpen(verdict, 'tables_fail_threshold is 150: there are 2 tables', 'shop.orders has 63 columns');
  expect(verdict.evidence).toHaveLength(2);
  expect(verdict.standsFor).toEqual(['S1-26']);
});

test.each([
  ['keyspaces_fail_threshold: 3', 'there are 4 keyspaces'],
  ['tables_fail_threshold: 1', 'there are 2 tables'],
  ['columns_per_table_fail_threshold: 50', 'shop.orders has 63 columns'],
  ['secondary_indexes_per_table_fail_threshold: 1', 'shop.orders has 2 secondary indexes'],
  ['fields_per_udt_fail_threshold: 10', 'shop.address has 12 fields'],
  [
    'partition_size_fail_threshold: 100MiB',
    'cass2 (10.0.0.2) has a partition of up to 700 MiB in shop.orders',
  ],
  ['data_disk_usage_percentage_fail_threshold: 9', 'the data of cass1 (10.0.0.1) take 10% of their disks'],
])('what is above %s shuts it', (line, says) => {
  const verdict = judge(`${line}\n`);
  expectShut(verdict, says, 'above it');
  expect(remedyOf(verdict)).toContain(`Raise ${line.split(':')[0]}`);
});

test('what is above a warn threshold is said and shuts nothing', () => {
  expectOpen(
    judge('partition_size_warn_threshold: 100MiB\ncolumns_per_table_warn_threshold: 50\n'),
    'shop.orders has 63 columns, of which it will warn',
    'up to 700 MiB in shop.orders, of which it will warn',
  );
});

test('no value is larger than the largest partition; above it only requests tell', () => {
  expectOpen(judge('column_value_size_fail_threshold: 1GiB\n'), 'is 1GiB: cass1 (10.0.0.1) has a partition');
  expectOpen(
    judge('column_value_size_fail_threshold: 1MiB\n'),
    'only requests tell whether a value is larger',
  );
  expectOpen(
    judge('page_size_fail_threshold: 5000\n'),
    'page_size_fail_threshold is 5000: only requests tell',
  );
});

test('the disk that usage is a share of is never larger than the file says', () => {
  const line = 'data_disk_usage_percentage_fail_threshold: 90\n';
  expectOpen(judge(line), 'take 10% of their disks');
  expectShut(judge(`${line}data_disk_usage_max_disk_size: 10GiB\n`), 'take 100% of their disks');
});

test('sizes that could not be read shut a fail threshold, and are said of a warn threshold', () => {
  const blind = { sizes: null, largestPartitions: { '10.0.0.1': null } };
  expectShut(judge('tables_fail_threshold: 150\n', blind), 'could not be read');
  expectShut(judge('partition_size_fail_threshold: 1GiB\n', blind), 'could not be read on cass2');
  expectOpen(judge('tables_warn_threshold: 150\n', blind), 'could not be read');
  expectShut(judge('tables_fail_threshold: many\n'), '"many", which is no number');
});

test('a node whose cassandra.yaml can not be merged shuts it', () => {
  const inventory = spoilHost(cluster('tables_fail_threshold: 150\n'), '10.0.0.2', { configuration: {} });
  expectShut(guardrailsFit(preflightInput(inventory)), 'cass2 (10.0.0.2): which guardrails it will have');
});
