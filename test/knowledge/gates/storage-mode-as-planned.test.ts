import { test } from 'vitest';
import { storageModeAsPlanned } from '../../../knowledge/gates/storage-mode-as-planned.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { addYaml, clusterAtTheDoor, doorInput, spoil, withYaml } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready) => storageModeAsPlanned(doorInput(inventory, {}, ready));

test('opens when every file sets the planned mode', () => {
  expectOpen(judgeIt(), 'storage_compatibility_mode CASSANDRA_4 planned for 3 nodes');
});

test('stays shut when somebody changed it, and when somebody took it out', () => {
  expectShut(
    judgeIt(addYaml(ready, '10.0.0.2', 'storage_compatibility_mode: NONE')),
    'cass2 (10.0.0.2): storage_compatibility_mode is NONE, planned CASSANDRA_4',
  );
  expectShut(judgeIt(withYaml(ready, '10.0.0.2', 'num_tokens: 16\n')), 'is absent, planned CASSANDRA_4');
});

test('stays shut when configuration or node are not known', () => {
  expectShut(
    judgeIt(withYaml(ready, '10.0.0.2', undefined)),
    'cass2 (10.0.0.2): its cassandra.yaml was not read',
  );
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
