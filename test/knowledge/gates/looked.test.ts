import { expect, test } from 'vitest';
import { looked } from '../../../knowledge/gates/looked.ts';
import { healthyCluster, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();

test('nothing is unknown when every view that is needed is there', () => {
  expect(looked(healthy.nodes, ['ring', 'host', 'repairs']).unknown).toEqual([]);
});

test('a view that is null is unknown, and the node and the command are named', () => {
  const { unknown } = looked(spoil(healthy, '10.0.0.2', { ring: null }).nodes, ['ring']);
  expect(unknown).toHaveLength(1);
  expect(unknown[0]?.found).toBe(
    'cass2 (10.0.0.2): nodetool status told nothing that can be used: it was not read',
  );
  expect(unknown[0]?.remedy).toContain('`nodetool status` on cass2 (10.0.0.2)');
});

test('a view that is not needed may be null', () => {
  expect(looked(spoil(healthy, '10.0.0.2', { ring: null }).nodes, ['host']).unknown).toEqual([]);
});

test('a problem beside a view makes it unknown even where the view is there, and is told', () => {
  const problems = [{ asked: 'nodetool status', problem: 'line 7 was not understood' }];
  const { unknown } = looked(spoil(healthy, '10.0.0.2', { problems }).nodes, ['ring', 'cluster']);
  expect(unknown.map(({ found }) => found)).toEqual([
    'cass2 (10.0.0.2): nodetool status told nothing that can be used: nodetool status: line 7 was not understood',
  ]);
});

test.each([
  ['nodetool describecluster', 'cluster'],
  ['nodetool info', 'info'],
  ['nodetool repair_admin list', 'repairs'],
  ['nodetool cms describe', 'cms'],
  ['df /var/lib/cassandra', 'host'],
] as const)('a problem with %s concerns the view %s and no other', (asked, view) => {
  const views = ['ring', 'cluster', 'gossip', 'info', 'net', 'repairs', 'cms', 'cql', 'host'] as const;
  const nodes = spoil(healthyCluster({ releases: ['6.0-alpha2'] }), '10.0.0.1', {
    problems: [{ asked, problem: 'exit 1' }],
  }).nodes;
  const concerned = views.filter((each) => looked(nodes, [each]).unknown.length > 0);
  expect(concerned).toEqual([view]);
});

test('a lost connection is told for each view that it took away', () => {
  const problems = [{ asked: 'ssh', problem: 'connection refused' }];
  const { unknown } = looked(spoil(healthy, '10.0.0.2', { ring: null, problems }).nodes, ['ring']);
  expect(unknown[0]?.found).toContain('ssh: connection refused');
});

test('a node that was expected and not looked at is unknown', () => {
  const { nodes, unknown } = looked(healthy.nodes.slice(1), ['ring'], [{ node: '10.0.0.1', name: 'cass1' }]);
  expect(nodes).toEqual([]);
  expect(unknown[0]?.found).toBe('cass1 (10.0.0.1) was not looked at');
});
