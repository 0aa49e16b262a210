import { expect, test } from 'vitest';
import { jdkReady } from '../../../knowledge/gates/jdk-ready.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, changes: Partial<SpecInput> = {}) =>
  jdkReady(preflightInput(inventory, healthySpec(changes)));
const eight = { home: '/usr/lib/jvm/java-8', major: 8, version: '1.8.0_402' };

test('opens when the JDK that the file names is there and accepted: 17 will do for 6.0', () => {
  expectOpen(
    judgeIt(),
    'runs on JDK 11, 17, 21',
    '3 nodes: java["6.0"] is JDK 17 (17.0.15) in /usr/lib/jvm/java-17',
  );
});

test('a slash at the end is the same folder', () => {
  expectOpen(judgeIt(healthy, { java: { '6.0': '/usr/lib/jvm/java-17/' } }));
});

test('stays shut when the named JDK is missing on one node, and names the packages', () => {
  const verdict = judgeIt(spoilHost(healthy, '10.0.0.2', { jdks: [eight] }));
  expectShut(
    verdict,
    'cass2 (10.0.0.2): java["6.0"] is /usr/lib/jvm/java-17, and no JDK was found there (found: 8 in',
  );
  expect(remedyOf(verdict)).toContain('Debian: openjdk-21-jre-headless');
});

test('stays shut when the named JDK is one that the target does not run on', () => {
  const old = spoilHost(healthy, '10.0.0.2', { jdks: [eight, { ...eight, home: '/usr/lib/jvm/java-17' }] });
  expectShut(judgeIt(old), 'JDK 8 (1.8.0_402) in /usr/lib/jvm/java-17, which 6.0 does not run on');
});

test('a JDK named for another line is not taken for the target', () => {
  const named = { java: { '5.0': '/usr/lib/jvm/java-17' } };
  const old = spoilHost(healthy, '10.0.0.2', { jdks: [eight], processJavaHome: eight.home });
  expectShut(judgeIt(old, named), 'cass2 (10.0.0.2): Cassandra runs on JDK 8', 'the file names none for it');
});

test('when the file names none, the JDK that Cassandra runs on now counts', () => {
  expectOpen(judgeIt(healthy, { java: {} }), 'Cassandra runs on JDK 17 (17.0.15)', 'the file names no other');
});

test('when that one is too old and another would do, the remedy names it', () => {
  const jdks = [
    eight,
    { home: '/opt/jdk-21', major: 21, version: '21.0.7' },
    ...(healthy.nodes[0]?.host?.jdks ?? []),
  ];
  const verdict = judgeIt(spoilHost(healthy, '10.0.0.2', { jdks, processJavaHome: eight.home }), {
    java: {},
  });
  expectShut(verdict, 'cass2 (10.0.0.2): Cassandra runs on JDK 8');
  expect(remedyOf(verdict)).toBe('Name it in the file: java: {"6.0": "/opt/jdk-21"}.');
});

test('stays shut when it is not known on what Cassandra runs', () => {
  expectShut(
    judgeIt(spoilHost(healthy, '10.0.0.2', { processJavaHome: null }), { java: {} }),
    'runs on an unknown JDK',
  );
  expectShut(judgeIt(spoilHost(healthy, '10.0.0.2', { jdks: [] }), { java: {} }), '(found: none)');
});

test('settings of a data center and of a node win over the file’s own', () => {
  const changes: Partial<SpecInput> = {
    java: { '6.0': '/nowhere' },
    dataCenters: { dc1: { java: { '6.0': '/usr/lib/jvm/java-11' } } },
    nodes: [{ address: '10.0.0.2', java: { '6.0': '/usr/lib/jvm/java-17' } }],
  };
  expectOpen(judgeIt(healthy, changes), '2 nodes: java["6.0"] is JDK 11', '1 node: java["6.0"] is JDK 17');
});

test('stays shut for a target whose JDKs are not known', () => {
  expectShut(judgeIt(healthy, { target: '7.0.0' }), 'which JDK 7.0.0 needs is not known');
});

test('stays shut when the machine or the place of a node is not known', () => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
