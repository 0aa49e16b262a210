import { test } from 'vitest';
import { membersUnchanged } from '../../../knowledge/gates/members-unchanged.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, places, seeRow, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const four = healthyCluster({ places: places('dc1', 4) });
const judgeIt = (inventory: Inventory = healthy, planned = healthy) =>
  membersUnchanged(nodeGateInput(inventory, '10.0.0.1', {}, planned));

test('opens when the ring is the plan’s', () => {
  expectOpen(judgeIt(), '3 nodes of the plan, looked at by 2 nodes');
});

test('a node that is down is still a member', () => {
  expectOpen(judgeIt(seeRow(spoil(healthy, '10.0.0.1', { ring: null }), '10.0.0.1', { state: 'DN' })));
});

test('another host id is the same node: 6.0 shows others than 5.0', () => {
  expectOpen(judgeIt(seeRow(healthy, '10.0.0.1', { hostId: '6d194555-f6eb-41d0-c000-000000000001' })));
});

test('stays shut when somebody was added', () => {
  expectShut(
    judgeIt({ ...four, nodes: four.nodes.slice(0, 3) }),
    '10.0.0.4 (dc1, rack1) is in the ring as UN',
  );
  expectShut(judgeIt(four), 'cass4 (10.0.0.4) was looked at and is no node of the plan');
});

test('stays shut when somebody was removed, the node about to change included', () => {
  expectShut(
    judgeIt(seeRow(healthy, '10.0.0.3', null)),
    'cass3 (10.0.0.3) is not in the ring in the eyes of cass2 and cass3',
  );
  expectShut(judgeIt(seeRow(healthy, '10.0.0.1', null)), 'cass1 (10.0.0.1) is not in the ring');
});

test.each([
  [{ dataCenter: 'dc9' }, 'data center dc9, planned dc1'],
  [{ rack: 'rack9' }, 'rack rack9, planned rack3'],
  [{ tokenCount: 17 }, '17 tokens, planned 16'],
])('stays shut when somebody has another place: %j', (change, says) => {
  const verdict = judgeIt(seeRow(healthy, '10.0.0.3', change, ['10.0.0.2']));
  expectShut(verdict, `cass3 (10.0.0.3) has changed its place: ${says} in the eyes of cass2`);
});

test('stays shut when another one did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
});

test('a node that is alone is judged by its own eyes while it has any', () => {
  const alone = healthyCluster({ places: places('dc1', 1) });
  expectOpen(judgeIt(alone, alone));
  expectOpen(judgeIt(spoil(alone, '10.0.0.1', { ring: null }), alone), 'looked at by 0 nodes');
  expectShut(judgeIt(healthy, alone), '10.0.0.2 (dc1, rack2) is in the ring');
});
