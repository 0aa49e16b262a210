import { expect, test } from 'vitest';
import { systemAuthReplicated } from '../../../knowledge/gates/system-auth-replicated.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, places, preflightInput, spoil, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const twoCenters = healthyCluster({ places: [...places('dc1', 4), ...places('dc2', 2)] });
const judgeIt = (inventory: Inventory = healthy) => systemAuthReplicated(preflightInput(inventory));

function replicated(inventory: Inventory, strategy: string, replicas: Record<string, number>): Inventory {
  return { ...inventory, keyspaces: [{ keyspace: 'system_auth', strategy, replicas }] };
}

function openToAll(inventory: Inventory, authenticator = 'authenticator: AllowAllAuthenticator'): Inventory {
  return inventory.nodes.reduce(
    (open, { node }) => withYaml(open, node, `num_tokens: 16\n${authenticator}\n`),
    inventory,
  );
}

test('opens with three replicas, or as many as nodes, in every data center', () => {
  expectOpen(judgeIt(replicated(twoCenters, 'NetworkTopologyStrategy', { dc1: 3, dc2: 2 })), 'dc1 3 dc2 2');
});

test('stays shut with one replica, and gives the ALTER and the repair', () => {
  const verdict = judgeIt(replicated(twoCenters, 'NetworkTopologyStrategy', { dc1: 1, dc2: 2 }));
  expectShut(verdict, 'system_auth has 1 replica in dc1, which has 4 nodes: expected at least 3');
  expect(remedyOf(verdict)).toContain(
    "ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 2};",
  );
  expect(remedyOf(verdict)).toContain('`nodetool repair -full system_auth` on every node');
});

test('the remedy never takes replicas away', () => {
  const verdict = judgeIt(replicated(twoCenters, 'NetworkTopologyStrategy', { dc1: 4, dc2: 1 }));
  expect(remedyOf(verdict)).toContain("'dc1': 4, 'dc2': 2");
});

test('stays shut when a data center has no replica at all', () => {
  expectShut(judgeIt(replicated(twoCenters, 'NetworkTopologyStrategy', { dc1: 3 })), '0 replicas in dc2');
});

test('SimpleStrategy will do in one data center and not in several', () => {
  expectOpen(judgeIt(replicated(healthy, 'SimpleStrategy', { '*': 3 })));
  expectShut(judgeIt(replicated(healthy, 'SimpleStrategy', { '*': 1 })), '1 replica in dc1');
  expectShut(judgeIt(replicated(twoCenters, 'SimpleStrategy', { '*': 3 })), '0 replicas in dc1');
});

test('a strategy that is not known promises nothing', () => {
  expectShut(judgeIt(replicated(healthy, 'EverywhereStrategy', {})), '0 replicas in dc1');
});

test('a single node needs one replica', () => {
  const one = healthyCluster({ places: places('dc1', 1) });
  expectOpen(judgeIt(replicated(one, 'SimpleStrategy', { '*': 1 })));
});

test('without authentication nobody logs in: one replica is only said', () => {
  const verdict = judgeIt(openToAll(replicated(healthy, 'SimpleStrategy', { '*': 1 })));
  expectOpen(verdict, 'authentication is off', 'system_auth: SimpleStrategy * 1');
});

test.each([
  ['no key', ''],
  ['the whole class name', 'authenticator: org.apache.cassandra.auth.AllowAllAuthenticator'],
  ['a map with class_name', 'authenticator:\n  class_name: AllowAllAuthenticator'],
])('authentication is off by %s', (_, line) => {
  expectOpen(
    judgeIt(openToAll(replicated(healthy, 'SimpleStrategy', { '*': 1 }), line)),
    'authentication is off',
  );
});

test('one node that asks for logins is enough', () => {
  const mixed = withYaml(
    openToAll(replicated(healthy, 'SimpleStrategy', { '*': 1 })),
    '10.0.0.3',
    'authenticator: my.Own\n',
  );
  expectShut(judgeIt(mixed), 'authentication is on at cass3 (10.0.0.3)');
});

test('stays shut when the replication or the configuration is not known', () => {
  expectShut(judgeIt({ ...healthy, keyspaces: [] }), 'the replication of system_auth is not known');
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', undefined)),
    'cass2 (10.0.0.2): its cassandra.yaml was not read',
  );
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { ring: null })), 'cass2 (10.0.0.2): nodetool status');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
