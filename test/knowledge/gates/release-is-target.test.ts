import { test } from 'vitest';
import { releaseIsTarget } from '../../../knowledge/gates/release-is-target.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, hear, nodeGateInput, spoil } from './healthy-cluster.ts';

const mixed = healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] });
const judgeIt = (inventory: Inventory = mixed) =>
  releaseIsTarget(nodeGateInput(inventory, '10.0.0.1', {}, mixed));

test('opens when nodetool says 6.0-alpha2 and gossip 6.0.0-alpha2: they mean the same', () => {
  expectOpen(judgeIt(), 'cass1 (10.0.0.1) runs 6.0-alpha2, planned 6.0-alpha2');
});

test('stays shut while the process is still the old one', () => {
  const version = { release: '5.0.9', dse: null };
  expectShut(
    judgeIt(spoil(mixed, '10.0.0.1', { version })),
    'cass1 (10.0.0.1) runs 5.0.9, planned 6.0-alpha2',
  );
});

test('stays shut when it is DSE', () => {
  const version = { release: '6.0-alpha2', dse: '6.8.0' };
  expectShut(judgeIt(spoil(mixed, '10.0.0.1', { version })), 'cass1 (10.0.0.1) runs DSE 6.8.0');
});

test('stays shut while a peer has heard of another release, or of none', () => {
  expectShut(
    judgeIt(hear(mixed, '10.0.0.1', { release: '5.0.9' }, ['10.0.0.3'])),
    'runs 5.0.9 by gossip, planned 6.0-alpha2 in the eyes of cass3',
  );
  expectShut(judgeIt(hear(mixed, '10.0.0.1', null, ['10.0.0.3'])), 'runs an unknown release by gossip');
});

test('stays shut when the node or a peer did not tell', () => {
  expectShut(judgeIt(spoil(mixed, '10.0.0.1', { version: null })), 'cass1 (10.0.0.1): nodetool version');
  expectShut(judgeIt(spoil(mixed, '10.0.0.2', { gossip: null })), 'cass2 (10.0.0.2): nodetool gossipinfo');
  expectShut(judgeIt({ ...mixed, nodes: mixed.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
