import { test } from 'vitest';
import { allOnTarget } from '../../../knowledge/gates/all-on-target.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, hear, healthyCluster, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready, approvedSkips: string[] = []) =>
  allOnTarget(doorInput(inventory, { approvedSkips }, ready));

test('opens when every node runs the target by its own word and by gossip', () => {
  expectOpen(judgeIt(), '3 nodes on 6.0-alpha2');
});

test('stays shut while one node runs the old release, and names it', () => {
  expectShut(
    judgeIt(healthyCluster({ releases: ['6.0-alpha2', '6.0-alpha2', '5.0.9'] })),
    'cass3 (10.0.0.3) runs 5.0.9',
  );
});

test('stays shut while gossip says otherwise', () => {
  expectShut(judgeIt(hear(ready, '10.0.0.3', { release: '5.0.9' }, ['10.0.0.1'])), 'runs 5.0.9 by gossip');
});

test('a node that is left behind may run anything, or tell nothing', () => {
  const behind = spoil(hear(ready, '10.0.0.3', { release: '5.0.9' }), '10.0.0.3', {
    version: null,
    gossip: null,
  });
  expectOpen(judgeIt(behind, ['10.0.0.3']), '2 nodes on 6.0-alpha2');
});

test('stays shut when a node did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { gossip: null })), 'cass2 (10.0.0.2): nodetool gossipinfo');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
