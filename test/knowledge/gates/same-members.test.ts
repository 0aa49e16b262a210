import { test } from 'vitest';
import { sameMembers } from '../../../knowledge/gates/same-members.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, hear, places, seeRow, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const four = clusterAtTheDoor({ places: places('dc1', 4) });
const judgeIt = (inventory: Inventory = ready, approvedSkips: string[] = []) =>
  sameMembers(doorInput(inventory, { approvedSkips }, ready));

test('opens when members, places and tokens are the plan’s', () => {
  expectOpen(judgeIt(), '3 nodes of the plan, looked at by 3');
});

test('stays shut when somebody was added, removed or moved', () => {
  expectShut(judgeIt(four), '10.0.0.4 (dc1, rack1) is in the ring');
  expectShut(
    judgeIt(seeRow(ready, '10.0.0.3', null, ['10.0.0.1'])),
    'cass3 (10.0.0.3) is not in the ring in the eyes of cass1',
  );
  expectShut(judgeIt(seeRow(ready, '10.0.0.3', { tokenCount: 8 })), '8 tokens, planned 16');
  expectShut(
    judgeIt(hear(ready, '10.0.0.3', { rack: 'rack9' })),
    'has changed its place in gossip: rack rack9',
  );
});

test('a node that is left behind is still a member of the ring, and its gossip is not judged', () => {
  const behind = spoil(hear(ready, '10.0.0.3', { status: 'shutdown' }), '10.0.0.3', {
    ring: null,
    gossip: null,
  });
  expectOpen(judgeIt(behind, ['10.0.0.3']));
  expectShut(judgeIt(seeRow(behind, '10.0.0.3', null), ['10.0.0.3']), 'cass3 (10.0.0.3) is not in the ring');
});

test('stays shut when a node did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { gossip: null })), 'cass2 (10.0.0.2): nodetool gossipinfo');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
