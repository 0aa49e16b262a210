import { expect, test } from 'vitest';
import { thriftOff } from '../../../knowledge/gates/thrift-off.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilAll } from './healthy-cluster.ts';

const bare = healthyCluster({ releases: ['3.11.11'] });
const off = spoilAll(bare, ({ info }) => ({ info: info && { ...info, thriftActive: false } }));
const judgeIt = (inventory: Inventory) =>
  thriftOff(preflightInput(inventory, healthySpec({ target: '4.0.7' })));

test('opens when no node serves Thrift', () => {
  expectOpen(judgeIt(off), '3 nodes of 3.x');
});

test('stays shut when Thrift was switched on by nodetool', () => {
  const on = spoil(off, '10.0.0.2', ({ info }) => ({ info: info && { ...info, thriftActive: true } }));
  const verdict = judgeIt(on);
  expectShut(verdict, 'cass2 (10.0.0.2) serves Thrift');
  expect(remedyOf(verdict)).toContain('nodetool disablethrift');
});

test('stays shut when a node does not tell', () => {
  expectShut(judgeIt(bare), 'does not tell whether Thrift is active');
  expectShut(judgeIt(spoil(off, '10.0.0.2', { info: null })), 'nodetool info');
  expectShut(judgeIt({ ...off, nodes: [] }));
});
