import { expect, test } from 'vitest';
import type { PageCacheView } from '../../../knowledge/host-view.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { diskAdvice } from '../../../knowledge/procedures/disk-advice.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { healthyCluster, healthySpec, planFor, spoilHost } from '../gates/healthy-cluster.ts';

const gibibyte = 1024 ** 3;
const byRatio = (dirtyRatio: number): PageCacheView => ({
  ...{ dirtyBytes: 0, dirtyRatio, dirtyBackgroundBytes: 0, dirtyBackgroundRatio: 10 },
});
const byBytes = (dirtyBytes: number): PageCacheView => ({
  ...{ dirtyBytes, dirtyRatio: 0, dirtyBackgroundBytes: dirtyBytes / 4, dirtyBackgroundRatio: 0 },
});
const from = (release: string) => healthyCluster({ releases: [release] });
const onHosts = (inventory: Inventory, pageCache: PageCacheView, memoryBytes = 256 * gibibyte) =>
  inventory.nodes.reduce(
    (changed, { node }) => spoilHost(changed, node, { pageCache, memoryBytes }),
    inventory,
  );
const advice = (inventory: Inventory, target = '3.11.19') =>
  diskAdvice(inventory, planFor(inventory).nodes, target);

test('a share of a large memory lets writes gather into a burst: bytes are advised, once for hosts alike', () => {
  expect(advice(onHosts(from('dse-5.1.4'), byRatio(20)))).toEqual([
    'cass1, cass2 and cass3: vm.dirty_ratio 20 of 256 GiB lets up to 51.2 GiB of writes gather before they go to the disk in one burst, which reads wait for. Set vm.dirty_bytes and vm.dirty_background_bytes to what the disks write in a second or two, before sstables are rewritten.',
  ]);
  const one = spoilHost(onHosts(from('3.11.11'), byBytes(gibibyte)), '10.0.0.2', {
    pageCache: byBytes(8 * gibibyte),
  });
  expect(advice(one, '4.0.19')).toEqual([
    expect.stringMatching(/^cass2: vm\.dirty_bytes 8589934592 lets up to 8 GiB/),
  ]);
});

test.each<[string, Inventory, string]>([
  ['where bytes are set', onHosts(from('dse-5.1.4'), byBytes(gibibyte)), '3.11.19'],
  ['where the memory is small', onHosts(from('dse-5.1.4'), byRatio(20), 16 * gibibyte), '3.11.19'],
  ['where the kernel does not tell', from('dse-5.1.4'), '3.11.19'],
  ['on other hops', onHosts(from('4.1.10'), byRatio(20)), '5.0.9'],
])('of the page cache nothing is said %s', (_, inventory, target) => {
  expect(advice(inventory, target)).toEqual([]);
});

/** Every node with so many data directories of a size each, and one table of each strategy. */
function leveled(release: string, bytes: number | null, directories = 1): Inventory {
  const inventory = from(release);
  const folders = Array.from({ length: directories }, (_, index) => ({
    ...{ path: `/data${index}`, role: 'data', exists: true, owner: 'cassandra', bytes, isMountPoint: false },
  }));
  const tables = ['Leveled', 'SizeTiered'].map((kind) => ({
    ...{ keyspace: 'shop', table: kind.toLowerCase(), flags: ['compound'] },
    compaction: `${kind}CompactionStrategy`,
  }));
  return {
    ...inventory.nodes.reduce((changed, { node }) => spoilHost(changed, node, { folders }), inventory),
    tables,
  };
}

test('tables of leveled compaction with much data in one directory: several are advised, as a change of its own', () => {
  expect(advice(leveled('dse-5.1.4', 600 * gibibyte))).toEqual([
    expect.stringMatching(
      /^shop\.leveled is compacted by LeveledCompactionStrategy, and cass1, cass2 and cass3 keep more than 100 GiB in one data directory: .*data_file_directories.*not within the upgrade/,
    ),
  ]);
  expect(advice(leveled('dse-5.0.14', 600 * gibibyte), 'dse-5.1.4')).toHaveLength(1);
});

test.each<[string, Inventory, string]>([
  ['with several directories', leveled('dse-5.1.4', 600 * gibibyte, 3), '3.11.19'],
  ['with little data', leveled('dse-5.1.4', 20 * gibibyte), '3.11.19'],
  ['where the size is not known', leveled('dse-5.1.4', null), '3.11.19'],
  ['to releases that do not compact them apart', leveled('dse-4.8.14', 600 * gibibyte), 'dse-5.0.14'],
  [
    'where the tables could not be read',
    { ...leveled('dse-5.1.4', 600 * gibibyte), tables: null },
    '3.11.19',
  ],
  ['on other hops', leveled('4.1.10', 600 * gibibyte), '5.0.9'],
])('of data directories nothing is said %s', (_, inventory, target) => {
  expect(advice(inventory, target)).toEqual([]);
});

test('the plan of a hop from 3.x says it among its remarks', () => {
  const { remarks } = planRollingUpgrade(
    healthySpec({ target: '4.0.19' }),
    onHosts(leveled('3.11.11', 600 * gibibyte), byRatio(20)),
  );
  expect(remarks.filter((remark) => /vm\.dirty_bytes|data_file_directories/.test(remark))).toHaveLength(2);
});
