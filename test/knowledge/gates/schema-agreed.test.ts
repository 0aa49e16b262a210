import { test } from 'vitest';
import { schemaAgreed } from '../../../knowledge/gates/schema-agreed.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, preflightInput, spoil } from './healthy-cluster.ts';
import type { ClusterView } from '../../../knowledge/observation.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy) => schemaAgreed(preflightInput(inventory));
const see = (change: Partial<ClusterView>, node = '10.0.0.1') =>
  judgeIt(spoil(healthy, node, ({ cluster }) => ({ cluster: cluster && { ...cluster, ...change } })));

test('opens when all nodes of a release have one schema version by everyone', () => {
  expectOpen(judgeIt(), '5.0.9: 5ca1ab1e-0000-1000-8000-5.0.9');
});

test('opens in a mixed cluster with one version per release', () => {
  expectOpen(
    judgeIt(healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] })),
    '6.0-alpha2: 00000000',
    '5.0.9: 5ca1ab1e',
  );
});

test('stays shut when one node sees two versions among nodes of one release', () => {
  const verdict = see({
    schemaVersions: [
      { version: 'aaaa', nodes: ['10.0.0.1', '10.0.0.2'] },
      { version: 'bbbb', nodes: ['10.0.0.3'] },
    ],
  });
  expectShut(verdict, 'the nodes of 5.0.9 have 3 schema versions', 'bbbb on 1 node (cass3 (10.0.0.3))');
});

test('stays shut when nodes agree among themselves but two observers tell different versions', () => {
  const verdict = see({ schemaVersions: [{ version: 'aaaa', nodes: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] }] });
  expectShut(verdict, 'the nodes of 5.0.9 have 2 schema versions');
});

test('stays shut while a node is UNREACHABLE for anyone, and names both', () => {
  const verdict = see({
    schemaVersions: [{ version: '5ca1ab1e-0000-1000-8000-5.0.9', nodes: ['10.0.0.1', '10.0.0.2'] }],
    unreachable: ['10.0.0.3'],
  });
  expectShut(verdict, 'no schema version of cass3 (10.0.0.3) is known to cass1: UNREACHABLE');
});

test('stays shut while somebody who is no node of the cluster is UNREACHABLE', () => {
  expectShut(see({ unreachable: ['10.0.0.9'] }), 'no schema version of 10.0.0.9 is known to cass1');
});

test('stays shut when a node is listed nowhere', () => {
  const nodes = ['10.0.0.1', '10.0.0.2'];
  expectShut(
    see({ schemaVersions: [{ version: '5ca1ab1e-0000-1000-8000-5.0.9', nodes }] }),
    'cass3 (10.0.0.3)',
  );
});

test('stays shut when a node did not tell its schema versions or its release', () => {
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.2', { cluster: null })),
    'cass2 (10.0.0.2): nodetool describecluster',
  );
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
