import { test } from 'vitest';
import { snapshotsKept } from '../../../knowledge/gates/snapshots-kept.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { clusterAtTheDoor, doorInput, healthyCluster, planFor } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const upgraded = planFor(healthyCluster());
const kept = { '10.0.0.1': true, '10.0.0.2': true };

test('opens when every node still holds its snapshot', () => {
  expectOpen(snapshotsKept(doorInput(ready)), 'snapshot ringlift-prod1 is on 3 nodes');
});

test('stays shut when one is gone, or was not looked for', () => {
  expectShut(
    snapshotsKept(doorInput(ready, { plan: upgraded, snapshotsPresent: { ...kept, '10.0.0.3': false } })),
    'cass3 (10.0.0.3): snapshot ringlift-prod1 is not there any more',
  );
  expectShut(
    snapshotsKept(doorInput(ready, { snapshotsPresent: kept })),
    'cass3 (10.0.0.3): snapshot ringlift-prod1 was not looked for',
  );
});

test('a node that was on the target before needs none, and it is said that it has none', () => {
  const input = doorInput(ready, { snapshotsPresent: { ...kept, '10.0.0.3': false } });
  const nodes = input.plan.nodes.map((node) =>
    node.node === '10.0.0.3' ? node : { ...node, release: '5.0.9' },
  );
  expectOpen(
    snapshotsKept({ ...input, plan: { ...input.plan, nodes } }),
    '1 node ran 6.0-alpha2 when this upgrade was planned: no snapshot was taken there',
  );
});

test('a node that is left behind needs none', () => {
  expectOpen(snapshotsKept(doorInput(ready, { snapshotsPresent: kept, approvedSkips: ['10.0.0.3'] })));
});

test('stays shut when a node was not looked at', () => {
  const inventory = { ...ready, nodes: ready.nodes.slice(1) };
  expectShut(snapshotsKept(doorInput(inventory, {}, ready)), 'cass1 (10.0.0.1) was not looked at');
});
