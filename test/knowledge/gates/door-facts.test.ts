import { expect, test } from 'vitest';
import { doorFacts } from '../../../knowledge/gates/door-facts.ts';
import type { DoorInput } from '../../../knowledge/gates/door-input.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import {
  addYaml,
  clusterAtTheDoor,
  cmsInGossipMode,
  doorInput,
  healthySpec,
  hear,
  places,
  seeRow,
  spoil,
  spoilAll,
  spoilHost,
} from './healthy-cluster.ts';

const ready = clusterAtTheDoor({ places: [...places('dc1', 3), ...places('dc2', 3)] });
const factsOf = (inventory: Inventory = ready, changes: Partial<DoorInput> = {}) =>
  doorFacts(doorInput(inventory, changes, ready));
const facts = factsOf();

test('the facts are sorted lines that a person can read', () => {
  expect(facts).toEqual(facts.toSorted());
  expect(facts).toContain('cluster prod1 to 6.0-alpha2');
  expect(facts).toContain('cms reconfigure: dc1:3 dc2:2');
  expect(facts).toContain('ignored by cms initialize: none');
  expect(facts).toContain('place dc1 rack1 16 tokens: 10.0.0.1');
  expect(facts).toContain('ring UN: 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6');
  expect(facts).toContain('user schema: sha256:5ca1ab1e');
});

test('the order in which nodes and keyspaces were found has no say', () => {
  const turned = spoilAll(
    { ...ready, nodes: ready.nodes.toReversed(), keyspaces: ready.keyspaces.toReversed() },
    ({ ring, gossip }) => ({
      ring: ring && { ...ring, nodes: ring.nodes.toReversed() },
      gossip: gossip && { endpoints: gossip.endpoints.toReversed() },
    }),
  );
  expect(factsOf(turned)).toEqual(facts);
});

test('what changes by itself is no fact: times, loads, heartbeats, latencies, counters, host ids', () => {
  const later = spoilAll(ready, ({ host, info, ring, gossip }) => ({
    at: '2027-01-01T00:00:00.000Z',
    latency: { readP99Micros: 1, writeP99Micros: 2 },
    cql: { answers: true, readMillis: 77, detail: 'another row' },
    compactions: { pending: 9, perTable: { 'shop.cart': 9 }, running: [], remaining: '0h00m04s' },
    threadPools: { pools: [], dropped: { READ_REQ: 3 }, droppedTotal: 3 },
    net: { mode: 'NORMAL', streams: 0, idle: true, droppedMessages: 17 },
    evidence: 'sha256:another',
    info: info && { ...info, uptimeSeconds: 5, heapUsedMiB: 9 },
    host: host && {
      ...host,
      clockSkewMillis: 3,
      bootId: 'x',
      processStartedAt: '2027-01-01T00:00:00.000Z',
      jdks: [],
    },
    ring: ring && { ...ring, nodes: ring.nodes.map((row) => ({ ...row, load: '9 TiB', hostId: 'x' })) },
    gossip: gossip && { endpoints: gossip.endpoints.map((each) => ({ ...each, heartbeat: 9, hostId: 'x' })) },
  }));
  expect(factsOf({ ...later, at: '2027-01-01T00:00:00.000Z' })).toEqual(facts);
});

const meaningful: Record<string, string[]> = {
  'a release': factsOf(spoil(ready, '10.0.0.2', { version: { release: '6.0.0', dse: null } })),
  'a node down in one eye': factsOf(seeRow(ready, '10.0.0.2', { state: 'DN' }, ['10.0.0.3'])),
  'a rack': factsOf(seeRow(ready, '10.0.0.2', { rack: 'rack9' })),
  'a token count': factsOf(seeRow(ready, '10.0.0.2', { tokenCount: 8 })),
  'a member more': factsOf(clusterAtTheDoor({ places: [...places('dc1', 3), ...places('dc2', 4)] })),
  'a member less': factsOf(seeRow(ready, '10.0.0.6', null)),
  'the user schema': factsOf({ ...ready, schemaDigest: 'sha256:0' }),
  'the user schema unknown': factsOf({ ...ready, schemaDigest: null }),
  'a schema version': factsOf(
    spoil(ready, '10.0.0.2', ({ cluster }) => ({
      cluster: cluster && { ...cluster, schemaVersions: [{ version: 'x', nodes: ['10.0.0.1'] }] },
    })),
  ),
  'a replication': factsOf({
    ...ready,
    keyspaces: [...ready.keyspaces, { keyspace: 'new', strategy: 'SimpleStrategy', replicas: { '*': 1 } }],
  }),
  'a storage mode': factsOf(addYaml(ready, '10.0.0.2', 'storage_compatibility_mode: NONE')),
  'a CMS that is migrating': factsOf(
    spoil(ready, '10.0.0.2', { cms: { ...cmsInGossipMode(), isMigrating: true } }),
  ),
  'a CMS that was not told': factsOf(spoil(ready, '10.0.0.2', { cms: null })),
  'a leftover argument': factsOf(
    spoilHost(ready, '10.0.0.2', { configuration: { 'cassandra-env.sh': '-Dcassandra.replace_address=1' } }),
  ),
  'a snapshot gone': factsOf(ready, { snapshotsPresent: { '10.0.0.1': false } }),
  'a node to ignore': factsOf(ready, { approvedSkips: ['10.0.0.6'] }),
  'the CMS asked for': factsOf(ready, { spec: healthySpec({ cms: { replication: { dc1: 3 } } }) }),
};

test.each(Object.keys(meaningful))('%s changes the facts', (what) => {
  expect(meaningful[what]).not.toEqual(facts);
  const all = Object.values(meaningful).map((each) => each.join('\n'));
  expect(new Set(all).size).toBe(all.length);
});

test('gossip is judged by gates, not by facts: it settles by itself', () => {
  expect(factsOf(hear(ready, '10.0.0.2', { rpcReady: false, sstableVersions: ['big-pa'] }))).toEqual(facts);
});

test('a thousand nodes are a few lines', () => {
  const thousand = clusterAtTheDoor({ places: places('dc1', 1_000, 10) });
  const lines = doorFacts(doorInput(thousand));
  expect(lines.length).toBeLessThan(40);
  expect(lines.join('\n').length).toBeLessThan(120_000);
});
