import { test } from 'vitest';
import { gossipHealthy } from '../../../knowledge/gates/gossip-healthy.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, hear, nodeGateInput, spoil, spoilAll } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory: Inventory = healthy) =>
  gossipHealthy(nodeGateInput(inventory, '10.0.0.1', {}, healthy));

test('opens when everyone has heard of everyone', () => {
  expectOpen(judgeIt(), '3 nodes NORMAL in the gossip of 3');
});

test('stays shut when the node does not see a peer, or a peer does not see it', () => {
  expectShut(
    judgeIt(hear(healthy, '10.0.0.3', null, ['10.0.0.1'])),
    'nothing was heard of cass3 (10.0.0.3) in the eyes of cass1',
  );
  expectShut(
    judgeIt(hear(healthy, '10.0.0.1', null, ['10.0.0.3'])),
    'nothing was heard of cass1 (10.0.0.1) in the eyes of cass3',
  );
});

test.each([
  [{ dataCenter: 'dc9' }, 'data center dc9, planned dc1'],
  [{ rack: null }, 'rack untold, planned rack1'],
])('stays shut when the node came back in another place: %j', (change, says) => {
  expectShut(
    judgeIt(hear(healthy, '10.0.0.1', change)),
    `cass1 (10.0.0.1) has changed its place in gossip: ${says}`,
  );
});

test('stays shut while the node is not NORMAL', () => {
  expectShut(
    judgeIt(hear(healthy, '10.0.0.1', { status: 'hibernate' }, ['10.0.0.2'])),
    'cass1 (10.0.0.1) is hibernate in gossip',
  );
});

test('another host id is the same node, and who has left is nobody’s concern', () => {
  const left = spoilAll(hear(healthy, '10.0.0.1', { hostId: 'another' }), ({ gossip }) => {
    const [first] = gossip?.endpoints ?? [];
    if (!gossip || !first) throw new Error('a healthy cluster gossips');
    return {
      gossip: { endpoints: [...gossip.endpoints, { ...first, address: '10.0.0.8', status: 'LEFT' }] },
    };
  });
  expectOpen(judgeIt(left));
});

test('stays shut when someone did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { gossip: null })), 'cass2 (10.0.0.2): nodetool gossipinfo');
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
});
