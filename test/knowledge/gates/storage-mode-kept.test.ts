import { test } from 'vitest';
import { storageModeKept } from '../../../knowledge/gates/storage-mode-kept.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { addYaml, healthyCluster, healthySpec, preflightInput, spoil, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) =>
  storageModeKept(preflightInput(inventory, spec));

test('opens, and says which mode is written and what going back costs', () => {
  expectOpen(judgeIt(), 'storage_compatibility_mode: CASSANDRA_4 will be written', 'Going back is');
});

test('opens in a half-done upgrade, where the new nodes have it written already', () => {
  expectOpen(judgeIt(healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] })), 'CASSANDRA_4 will be written');
});

test('opens for a target that has no modes', () => {
  const old = healthyCluster({ releases: ['4.0.19'] });
  expectOpen(judgeIt(old, healthySpec({ target: '4.1.10' })), 'has no storage_compatibility_mode');
});

test('stays shut when the nodes run in different modes', () => {
  const verdict = judgeIt(addYaml(healthy, '10.0.0.2', 'storage_compatibility_mode: NONE'));
  expectShut(verdict, 'do not run in one storage compatibility mode', 'CASSANDRA_5 on cass2 (10.0.0.2)');
});

test('stays shut when a node of the target lost the key: without it 6.0 runs in NONE', () => {
  const mixed = withYaml(
    healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] }),
    '10.0.0.1',
    'num_tokens: 16\n',
  );
  expectShut(judgeIt(mixed), 'NONE on cass1 (10.0.0.1)');
});

test('stays shut for a value that the release does not know', () => {
  expectShut(judgeIt(addYaml(healthy, '10.0.0.2', 'storage_compatibility_mode: CASSANDRA_9')), 'CASSANDRA_9');
});

test('stays shut when configuration or release are not known', () => {
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', undefined)),
    'cass2 (10.0.0.2): its cassandra.yaml was not read',
  );
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
