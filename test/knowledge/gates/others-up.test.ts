import { test } from 'vitest';
import { othersUp } from '../../../knowledge/gates/others-up.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, places, seeRow, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory: Inventory = healthy) =>
  othersUp(nodeGateInput(inventory, '10.0.0.1', {}, healthy));

test('opens when all the others see each other UN and answer CQL', () => {
  expectOpen(judgeIt(), "2 other nodes UN in each other's eyes", '2 nodes answered a CQL query');
});

test('leaves out the node itself: half done by an earlier attempt, it may go on', () => {
  const stopped = spoil(healthy, '10.0.0.1', { ring: null, cql: null, running: false, version: null });
  expectOpen(judgeIt(seeRow(stopped, '10.0.0.1', { state: 'DN' })));
  expectOpen(judgeIt({ ...healthy, nodes: healthy.nodes.slice(1) }));
});

test('what the node itself sees of the others does not count: it may be starting', () => {
  expectOpen(judgeIt(seeRow(healthy, '10.0.0.2', { state: 'DN' }, ['10.0.0.1'])));
});

test.each(['DN', 'UJ', 'UL', 'UM', '?N'])('stays shut while another one is %s in one other eye', (state) => {
  const verdict = judgeIt(seeRow(healthy, '10.0.0.3', { state }, ['10.0.0.2']));
  expectShut(verdict, `cass3 (10.0.0.3) is ${state} in the eyes of cass2`);
});

test('stays shut while another one is UN but does not answer CQL', () => {
  const cql = { answers: false, readMillis: null, detail: 'refused' };
  expectShut(judgeIt(spoil(healthy, '10.0.0.3', { cql })), 'cass3 (10.0.0.3) does not answer CQL');
});

test('stays shut when another one did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { cql: null })), 'cass2 (10.0.0.2): a CQL query');
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});

test('a node that is alone has no others to wait for', () => {
  const alone = healthyCluster({ places: places('dc1', 1) });
  expectOpen(othersUp(nodeGateInput(alone, '10.0.0.1')), '10.0.0.1 is the only node of the cluster');
});

test('stays shut for a node that the plan does not know', () => {
  expectShut(othersUp(nodeGateInput(healthy, '10.0.0.9')), '10.0.0.9 is no node of the plan');
});
