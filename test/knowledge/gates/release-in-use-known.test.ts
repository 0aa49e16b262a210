import { expect, test } from 'vitest';
import { releaseInUseKnown } from '../../../knowledge/gates/release-in-use-known.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) =>
  releaseInUseKnown(preflightInput(inventory, spec));

test('opens when every installation is a symlink, and says where it points', () => {
  expectOpen(judgeIt(), 'cass2 (10.0.0.2): /opt/cassandra points to /opt/apache-cassandra-5.0.9');
});

test('stays shut when one is none, and gives the commands that make it one', () => {
  const verdict = judgeIt(spoilHost(healthy, '10.0.0.2', { releaseInUse: null }));
  expectShut(verdict, 'cass2 (10.0.0.2): /opt/cassandra is no symlink');
  expect(remedyOf(verdict)).toContain('mv /opt/cassandra /opt/apache-cassandra-RELEASE && ln -s');
});

test('the path is the one that the file gives for the data center of the node', () => {
  const spec = healthySpec({ dataCenters: { dc1: { install: { home: '/srv/cassandra' } } } });
  expectOpen(judgeIt(healthy, spec), '/srv/cassandra points to');
});

test('stays shut when the machine or the place of a node is not known', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
