import { expect, test } from 'vitest';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import { schemaFitsTarget } from '../../../knowledge/gates/schema-fits-target.ts';
import type { Inventory, TableView } from '../../../knowledge/inventory.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput } from './healthy-cluster.ts';

const orders: TableView = {
  keyspace: 'shop',
  table: 'orders',
  flags: ['compound'],
  compaction: 'SizeTieredCompactionStrategy',
};

function cluster(release: string, tables: readonly TableView[] | null): Inventory {
  return { ...healthyCluster({ releases: [release] }), tables };
}

function judged(inventory: Inventory, target: string, changes: Partial<SpecInput> = {}) {
  return schemaFitsTarget(preflightInput(inventory, healthySpec({ target, ...changes })));
}

test('opens when every table is one of CQL', () => {
  expectOpen(judged(cluster('3.11.11', [orders]), '4.0.7'), '1 table of users');
});

test('refuses COMPACT STORAGE on the way from 3.x, with the statements to run, names quoted as CQL wants them', () => {
  const old = { ...orders, table: 'Events', flags: ['dense'] };
  const bare = { ...orders, table: 'wide', flags: [] };
  const verdict = judged(cluster('3.11.11', [orders, old, bare]), '4.0.7');
  expectShut(verdict, 'shop."Events" has COMPACT STORAGE (flags: dense)');
  expect(verdict.evidence).toContain('shop.wide has COMPACT STORAGE (flags: none)');
  expect(remedyOf(verdict)).toContain(
    'ALTER TABLE shop."Events" DROP COMPACT STORAGE; ALTER TABLE shop.wide DROP COMPACT STORAGE;',
  );
  expect(remedyOf(verdict)).toContain('enable_drop_compact_storage: true');
  expect(remedyOf(verdict)).toContain('gates.compactStorage: keep');
});

test('keeps COMPACT STORAGE where the file says so, and never super columns', () => {
  const dense = { ...orders, flags: ['dense', 'compound'] };
  const keep = { gates: { compactStorage: 'keep' } } as const;
  expectOpen(judged(cluster('3.11.11', [dense]), '4.0.7', keep), 'shop.orders keeps its COMPACT STORAGE');
  const verdict = judged(cluster('3.0.31', [{ ...dense, flags: ['super', 'dense'] }]), '4.1.10', keep);
  expectShut(verdict, 'shop.orders has super columns');
  expect(remedyOf(verdict)).not.toContain('gates.compactStorage');
});

test('DateTieredCompactionStrategy is refused into 5.0 and run by 4.x', () => {
  const dated = { ...orders, compaction: 'DateTieredCompactionStrategy' };
  expectOpen(judged(cluster('3.11.11', [dated]), '4.1.10'));
  const verdict = judged(cluster('4.1.10', [dated]), '5.0.9');
  expectShut(verdict, 'shop.orders is compacted by DateTieredCompactionStrategy');
  expect(remedyOf(verdict)).toContain("'class': 'TimeWindowCompactionStrategy'");
});

test('what a later hop of the chain refuses is refused before the first', () => {
  const dated = { ...orders, compaction: 'DateTieredCompactionStrategy' };
  const input = preflightInput(cluster('3.11.11', [dated]), healthySpec({ target: '4.0.7' }));
  const ahead = [{ from: '4.0.7', to: '5.0.9', storageMode: null, wayBack: 'restorePoint' }] as const;
  const hop = { number: 1, of: 2, ahead: [...ahead] } as never;
  expectShut(schemaFitsTarget({ ...input, plan: { hop } }), 'DateTieredCompactionStrategy');
});

test('refuses a keyspace on OldNetworkTopologyStrategy', () => {
  const inventory = cluster('3.11.11', [orders]);
  const old = { keyspace: 'old', strategy: 'OldNetworkTopologyStrategy', replicas: {} };
  const verdict = judged({ ...inventory, keyspaces: [...inventory.keyspaces, old] }, '4.0.7');
  expectShut(verdict, 'keyspace old is replicated by OldNetworkTopologyStrategy');
});

test('stays shut while the tables are not known', () => {
  expectShut(judged(cluster('3.11.11', null), '4.0.7'), 'the tables of users were not read');
  expectShut(judged(healthyCluster({ releases: ['3.11.11'] }), '4.0.7'), 'the tables of users were not read');
});

test('is judged only where the way passes what releases no longer take', () => {
  const gatesOf = (release: string, target: string) =>
    judgePreflight(preflightInput(cluster(release, [orders]), healthySpec({ target }))).map(
      ({ gate }) => gate,
    );
  expect(gatesOf('5.0.9', '6.0-alpha2')).not.toContain('schemaFitsTarget');
  expect(gatesOf('4.0.7', '4.1.10')).not.toContain('schemaFitsTarget');
  expect(gatesOf('4.1.10', '5.0.9')).toContain('schemaFitsTarget');
  expect(gatesOf('4.1.10', '5.0.9')).not.toContain('thriftOff');
  expect(gatesOf('3.11.11', '4.0.7')).toEqual(expect.arrayContaining(['schemaFitsTarget', 'thriftOff']));
});
