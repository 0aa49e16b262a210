import { test } from 'vitest';
import { othersIdle } from '../../../knowledge/gates/others-idle.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, places, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory: Inventory = healthy) =>
  othersIdle(nodeGateInput(inventory, '10.0.0.1', {}, healthy));
const repairs = [{ id: 'c0ffee', state: 'PREPARING' }];

test('opens when nothing goes on at the others', () => {
  expectOpen(judgeIt(), 'on 2 nodes');
});

test('leaves out the node itself', () => {
  expectOpen(judgeIt(spoil(healthy, '10.0.0.1', { repairs, net: null, compactions: null, version: null })));
});

test('stays shut while a repair, a stream or a bootstrap goes on at another one', () => {
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.3', { repairs })),
    'cass3 (10.0.0.3): repair session c0ffee is PREPARING',
  );
  const net = { mode: 'JOINING', streams: 1, idle: false, droppedMessages: null };
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.3', { net })),
    'cass3 (10.0.0.3) is in mode JOINING',
    '1 stream(s) open',
  );
});

test('stays shut while a full repair is between two validations: only a thread pool of its coordinator tells', () => {
  const pools = [{ name: 'Repair-Task', active: 1, pending: 0, blocked: 0 }];
  const threadPools = { pools, dropped: {}, droppedTotal: 0 };
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.3', { threadPools })),
    'cass3 (10.0.0.3): thread pool Repair-Task has 1 active',
  );
});

test('3.11 has no repair_admin: its silence about it is not held against it', () => {
  const old = healthyCluster({ releases: ['3.11.19'] });
  expectOpen(othersIdle(nodeGateInput(spoil(old, '10.0.0.3', { repairs: null }), '10.0.0.1', {}, old)));
});

test.each(['compactions', 'net', 'threadPools', 'repairs', 'version'] as const)(
  'stays shut when another one did not tell its %s',
  (view) => {
    expectShut(judgeIt(spoil(healthy, '10.0.0.3', { [view]: null })), 'cass3 (10.0.0.3): nodetool');
  },
);

test('stays shut when another one was not looked at', () => {
  expectShut(judgeIt({ ...healthy, nodes: healthy.nodes.slice(0, 2) }), 'cass3 (10.0.0.3) was not looked at');
});

test('a node that is alone has no others', () => {
  expectOpen(othersIdle(nodeGateInput(healthyCluster({ places: places('dc1', 1) }), '10.0.0.1')));
});
