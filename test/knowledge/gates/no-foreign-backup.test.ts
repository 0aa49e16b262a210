import { expect, test } from 'vitest';
import { noForeignBackup } from '../../../knowledge/gates/no-foreign-backup.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, nodeGateInput, spoil, spoilHost } from './healthy-cluster.ts';

const since = '2026-07-01T12:00:00.000Z';
const healthy = healthyCluster();
const judgeIt = (inventory = healthy, plan = nodeGateInput(healthy, '10.0.0.1').plan) =>
  noForeignBackup(nodeGateInput(inventory, '10.0.0.1', { plan }, healthy), since);
const withSnapshot = (name: string, madeAt = '2026-07-01T12:30:00.000Z', node = '10.0.0.2') =>
  spoilHost(healthy, node, { snapshots: [{ name, madeAt }] });

test('what was there when the upgrade began is known', () => {
  expectOpen(judgeIt(), 'snapshots of 3 nodes: none of others since 2026-07-01T12:00:00.000Z');
  expectOpen(judgeIt(withSnapshot('nightly', '2026-07-01T11:59:59.000Z')));
});

test('a snapshot of somebody that appears meanwhile shuts it, on whatever node', () => {
  const verdict = judgeIt(withSnapshot('medusa-2026'));
  expectShut(verdict, 'cass2 (10.0.0.2): snapshot medusa-2026 appeared at 2026-07-01T12:30:00.000Z');
  expect(remedyOf(verdict)).toMatch(/which backup runs on cass2.*nodetool clearsnapshot -t medusa-2026/);
  expectShut(judgeIt(withSnapshot('medusa-2026', undefined, '10.0.0.1')), 'cass1 (10.0.0.1)');
});

test.each(['truncated-1782907200000-cart', 'dropped-1782907200000-cart', '1782907200000-truncated-cart'])(
  'one that Cassandra took tells of a TRUNCATE or DROP: %s',
  (name) => {
    expect(remedyOf(judgeIt(withSnapshot(name)))).toContain('Find out who truncated or dropped a table');
  },
);

test.each([
  'ringlift-prod1-to-6.0-alpha2',
  '1782907200000-upgrade-5.0.9-6.0-alpha2',
  '1782907200000-compact',
  '1782907200000-compact-cart',
  '5f1f2a70-5b0b-11f0-8de9-0242ac120002',
])('what the upgrade makes by itself, or a node, is nobody else’s: %s', (name) => {
  expectOpen(judgeIt(withSnapshot(name)));
});

test('a machine that was not looked at keeps it shut, unless its node is down for ever', () => {
  const blind = spoil(healthy, '10.0.0.3', { host: null });
  expectShut(judgeIt(blind), 'cass3 (10.0.0.3): the machine');
  expectOpen(judgeIt(blind, { ...nodeGateInput(healthy, '10.0.0.1').plan, down: ['10.0.0.3'] }));
});
