import { test } from 'vitest';
import { oneSchema } from '../../../knowledge/gates/one-schema.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, spoil, spoilAll } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready, approvedSkips: string[] = []) =>
  oneSchema(doorInput(inventory, { approvedSkips }, ready));
const lost = spoilAll(ready, ({ cluster }) => ({
  cluster: cluster && {
    ...cluster,
    schemaVersions: [{ version: '00000000', nodes: ['10.0.0.1', '10.0.0.2'] }],
    unreachable: ['10.0.0.3'],
  },
}));

test('opens with one schema version in all', () => {
  expectOpen(judgeIt(), '6.0-alpha2: 00000000-0000-0000-8000-000000000001');
});

test('stays shut while two versions are seen', () => {
  const apart = spoil(ready, '10.0.0.2', ({ cluster }) => ({
    cluster: cluster && {
      ...cluster,
      schemaVersions: [{ version: 'bad', nodes: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }],
    },
  }));
  expectShut(judgeIt(apart), 'the nodes of 6.0-alpha2 have 2 schema versions');
});

test('a node that is left behind may be UNREACHABLE, another may not', () => {
  expectShut(judgeIt(lost), 'no schema version of cass3 (10.0.0.3)');
  expectOpen(judgeIt(lost, ['10.0.0.3']));
});

test('stays shut when a node did not tell, or was not looked at', () => {
  expectShut(
    judgeIt(spoil(ready, '10.0.0.2', { cluster: null })),
    'cass2 (10.0.0.2): nodetool describecluster',
  );
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
