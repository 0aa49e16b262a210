import { test } from 'vitest';
import {
  schemaPerReleaseAfter,
  schemaPerReleaseBefore,
} from '../../../knowledge/gates/schema-per-release.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, places, spoil, spoilAll } from './healthy-cluster.ts';

const mixed = healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] });
const before = (inventory: Inventory) =>
  schemaPerReleaseBefore(nodeGateInput(inventory, '10.0.0.1', {}, mixed));
const after = (inventory: Inventory) =>
  schemaPerReleaseAfter(nodeGateInput(inventory, '10.0.0.1', {}, mixed));

const own = 'dead0000-0000-1000-8000-000000000000';
const apart = spoilAll(mixed, ({ cluster }) => ({
  cluster: cluster && {
    ...cluster,
    schemaVersions: [
      { version: own, nodes: ['10.0.0.1'] },
      { version: '5ca1ab1e', nodes: ['10.0.0.2'] },
      { version: 'f00df00d', nodes: ['10.0.0.3'] },
    ],
  },
}));

const stopped = spoilAll(mixed, ({ cluster }) => ({
  cluster: cluster && {
    ...cluster,
    schemaVersions: [{ version: '5ca1ab1e', nodes: ['10.0.0.2', '10.0.0.3'] }],
    unreachable: ['10.0.0.1'],
  },
}));

test('opens with one version per release, before and after', () => {
  expectOpen(before(mixed), '5.0.9: 5ca1ab1e');
  expectOpen(after(mixed), '5.0.9: 5ca1ab1e', '6.0-alpha2: 00000000-0000-0000-8000-000000000001');
});

test('before, the node itself may be UNREACHABLE or silent; after, it may not', () => {
  const silent = spoil(stopped, '10.0.0.1', { cluster: null, version: null });
  expectOpen(before(silent));
  expectShut(after(stopped), 'no schema version of cass1 (10.0.0.1) is known to cass1, cass2 and cass3');
  expectShut(
    after(spoil(mixed, '10.0.0.1', { cluster: null })),
    'cass1 (10.0.0.1): nodetool describecluster',
  );
});

test('stays shut while nodes of one release disagree', () => {
  expectShut(before(apart), 'the nodes of 5.0.9 have 2 schema versions');
  expectShut(after(apart), 'the nodes of 5.0.9 have 2 schema versions');
});

test('stays shut when another one did not tell, or was not looked at', () => {
  for (const judgeIt of [before, after]) {
    expectShut(
      judgeIt(spoil(mixed, '10.0.0.2', { cluster: null })),
      'cass2 (10.0.0.2): nodetool describecluster',
    );
    expectShut(judgeIt(spoil(mixed, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
    expectShut(judgeIt({ ...mixed, nodes: mixed.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
  }
});

test('a node that is alone has nobody to disagree with before, and is judged after', () => {
  const alone = healthyCluster({ places: places('dc1', 1) });
  expectOpen(schemaPerReleaseBefore(nodeGateInput(alone, '10.0.0.1')));
  expectOpen(schemaPerReleaseAfter(nodeGateInput(alone, '10.0.0.1')), '5.0.9');
});
