import { test } from 'vitest';
import { ringSeesNode } from '../../../knowledge/gates/ring-sees-node.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, places, seeRow, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory: Inventory = healthy) =>
  ringSeesNode(nodeGateInput(inventory, '10.0.0.1', {}, healthy));

test('opens when everyone sees everyone UN', () => {
  expectOpen(judgeIt(), '10.0.0.1 is UN in the eyes of 3 of 3');
});

test('stays shut while the node is not UN in one peer’s eyes, or in its own', () => {
  expectShut(
    judgeIt(seeRow(healthy, '10.0.0.1', { state: 'DN' }, ['10.0.0.3'])),
    'cass1 (10.0.0.1) is DN in the eyes of cass3',
  );
  expectShut(judgeIt(seeRow(healthy, '10.0.0.1', { state: 'UJ' }, ['10.0.0.1'])), 'UN in the eyes of 2 of 3');
});

test('stays shut while another node is down', () => {
  expectShut(judgeIt(seeRow(healthy, '10.0.0.2', { state: 'DN' })), 'cass2 (10.0.0.2) is DN');
});

test('stays shut when a peer or the node itself did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.1', { ring: null })), 'cass1 (10.0.0.1): nodetool status');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});

test('a node that is alone sees itself', () => {
  const alone = healthyCluster({ places: places('dc1', 1) });
  expectOpen(ringSeesNode(nodeGateInput(alone, '10.0.0.1')), '1 of 1');
});

test('stays shut for a node that the plan does not know', () => {
  expectShut(ringSeesNode(nodeGateInput(healthy, '10.0.0.9')), '10.0.0.9 is no node of the plan');
});
