import { expect, test } from 'vitest';
import { plannedNode } from '../../../knowledge/procedures/planned-node.ts';
import { undoneTarget } from '../../../knowledge/procedures/undone-target.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { healthyCluster, healthySpec, spoilHost } from '../gates/healthy-cluster.ts';
import { chainCluster, chainSpec } from './chain.ts';

function undone(inventory: Inventory, spec = chainSpec()): string {
  return undoneTarget(
    spec,
    inventory,
    inventory.nodes.map((seen) => plannedNode(spec, inventory, seen)),
  );
}

/** With the folder that each node's installation points at. */
function installed(releases: readonly string[], folders: readonly string[] = releases): Inventory {
  const cluster = chainCluster(releases, 'big-nb');
  return cluster.nodes.reduce((changed, { node }, index) => {
    const release = folders[index] ?? folders.at(-1);
    return spoilHost(changed, node, { releaseInUse: `/opt/apache-cassandra-${release}` });
  }, cluster);
}

test('without a chain it is the target', () => {
  expect(undone(healthyCluster(), healthySpec())).toBe('6.0-alpha2');
});

test.each([
  ['4.0.7 when all run it', ['4.0.7'], '4.0.7'],
  ['4.1.10 when one runs it', ['4.1.10', '4.0.7'], '4.1.10'],
  ['the target at the end', ['6.0-alpha2'], '6.0-alpha2'],
  ['the first stop before anything was done', ['3.11.11'], '4.0.7'],
])('of a chain it is %s', (_, releases, target) => {
  expect(undone(installed(releases))).toBe(target);
});

test('a node that was switched and not started tells by what is installed', () => {
  expect(undone(installed(['4.0.7'], ['4.1.10', '4.0.7']))).toBe('4.1.10');
});

test('a node left half done between two hops is not guessed about', () => {
  const half = { ...installed(['4.0.7']), inHand: ['10.0.0.2'] };
  expect(() => undone(half)).toThrow(/10\.0\.0\.2 was left half done.*4\.0\.7.*4\.1\.10.*file without via/s);
  expect(undone({ ...installed(['4.0.7', '3.11.11']), inHand: ['10.0.0.2'] })).toBe('4.0.7');
});
