import { expect, test } from 'vitest';
import { allUp } from '../../../knowledge/gates/all-up.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, seeRow, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready, approvedSkips: string[] = []) =>
  allUp(doorInput(inventory, { approvedSkips }, ready));
const down = seeRow({ ...ready, nodes: ready.nodes.slice(0, 2) }, '10.0.0.3', { state: 'DN' });

test('opens when everyone is UN in every eye and answers CQL', () => {
  expectOpen(judgeIt(), "3 nodes UN in each other's eyes");
});

test('stays shut while a node is down that nobody decided to leave behind', () => {
  expectShut(judgeIt(seeRow(ready, '10.0.0.3', { state: 'DN' }, ['10.0.0.1'])), 'cass3 (10.0.0.3) is DN');
});

test('a node that people decided to leave behind may be down and silent', () => {
  expectOpen(judgeIt(down, ['10.0.0.3']), 'left behind: 10.0.0.3');
});

test('stays shut when the node left behind is up in anyone’s eyes: Cassandra would ignore a live node without a word', () => {
  const verdict = judgeIt(seeRow(down, '10.0.0.3', { state: 'UN' }, ['10.0.0.2']), ['10.0.0.3']);
  expectShut(verdict, 'cass3 (10.0.0.3) was left behind and is UN: a live node must not be ignored');
  expect(remedyOf(verdict)).toContain('Upgrade cass3 (10.0.0.3) too');
});

test('stays shut when the node left behind has been removed: it can not be ignored', () => {
  expectShut(judgeIt(seeRow(down, '10.0.0.3', null), ['10.0.0.3']), 'is not in the ring any more');
});

test('stays shut while a node does not answer CQL', () => {
  const cql = { answers: false, readMillis: null, detail: 'refused' };
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { cql })), 'cass2 (10.0.0.2) does not answer CQL');
});

test('stays shut when a node did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { cql: null })), 'cass2 (10.0.0.2): a CQL query');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
