import { test } from 'vitest';
import { notAnotherDown } from '../../../knowledge/gates/not-another-down.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, hear, nodeGateInput, places, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory: Inventory = healthy) =>
  notAnotherDown(nodeGateInput(inventory, '10.0.0.1', {}, healthy));

test('opens when every other process runs and gossip says NORMAL of it', () => {
  expectOpen(judgeIt(), '2 other nodes: process running, NORMAL in gossip');
});

test('leaves out the node itself, whatever it is or sees', () => {
  const stopped = spoil(healthy, '10.0.0.1', { running: false, gossip: null });
  expectOpen(judgeIt(hear(stopped, '10.0.0.1', { status: 'shutdown' }, ['10.0.0.2', '10.0.0.3'])));
});

test('stays shut while another process does not run, even if all still see it UN', () => {
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.3', { running: false })),
    'cass3 (10.0.0.3): its Cassandra process does not run',
  );
});

test.each(['shutdown', 'LEAVING', 'BOOT', null])(
  'stays shut while gossip says %s of another one',
  (status) => {
    const verdict = judgeIt(hear(healthy, '10.0.0.3', { status }, ['10.0.0.2']));
    expectShut(verdict, `cass3 (10.0.0.3) is ${status ?? 'without a status'} in gossip in the eyes of cass2`);
  },
);

test('stays shut when nothing was heard of another one', () => {
  expectShut(judgeIt(hear(healthy, '10.0.0.3', null, ['10.0.0.2'])), 'nothing was heard of cass3 (10.0.0.3)');
});

test('stays shut when another one did not tell, or was not looked at', () => {
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.2', { running: null })),
    'cass2 (10.0.0.2): the process of Cassandra',
  );
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { gossip: null })), 'cass2 (10.0.0.2): nodetool gossipinfo');
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
});

test('a node that is alone has no others', () => {
  expectOpen(notAnotherDown(nodeGateInput(healthyCluster({ places: places('dc1', 1) }), '10.0.0.1')));
});
