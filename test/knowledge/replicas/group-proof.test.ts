import { expect, test } from 'vitest';
import { type ReplicaFacts, groupProof } from '../../../knowledge/replicas/group-proof.ts';
import type { KeyspaceReplication } from '../../../knowledge/topology.ts';
import { placesIn, replicaSetsOf } from './ring-of-racks.ts';

const six = placesIn({ dc1: 6 });
const two = placesIn({ dc1: 3, dc2: 3 });

function byCenter(keyspace: string, replicas: Record<string, number>): KeyspaceReplication {
  return { keyspace, strategy: 'NetworkTopologyStrategy', replicas };
}

function factsOf(
  places: ReplicaFacts['places'] & typeof six,
  keyspaces: readonly KeyspaceReplication[],
  more: Partial<ReplicaFacts> = {},
): ReplicaFacts {
  return {
    places,
    keyspaces,
    replicaSets: Object.fromEntries(keyspaces.map((each) => [each.keyspace, replicaSetsOf(places, each)])),
    cmsMembers: [],
    down: [],
    level: 'LOCAL_QUORUM',
    logins: false,
    ...more,
  };
}

const shop = byCenter('shop', { dc1: 3 });
const rack1 = ['10.0.0.1', '10.0.0.4'];

test('a rack may be down together where every range has a replica in each of three racks', () => {
  const proof = groupProof(factsOf(six, [shop]));
  expect(proof.against(rack1)).toEqual([]);
  expect(proof.against(['10.0.0.1', '10.0.0.2'])).toEqual([
    'shop: a range has 3 replicas in dc1; without n1 and n2 1 is left, LOCAL_QUORUM needs 2',
  ]);
});

test('the names of racks prove nothing: with one rack for all, no two may be down together', () => {
  const proof = groupProof(factsOf(placesIn({ dc1: 6 }, 1), [shop]));
  expect(proof.against(['10.0.0.1', '10.0.0.2'])).not.toEqual([]);
  expect(proof.against(['10.0.0.1', '10.0.0.4'])).toEqual([]);
});

test('a node that is down already counts', () => {
  const proof = groupProof(factsOf(six, [shop], { down: ['10.0.0.2'] }));
  expect(proof.against(rack1)).toEqual([
    'shop: a range has 3 replicas in dc1; without n1 and n2 (down already) 1 is left, LOCAL_QUORUM needs 2',
  ]);
});

test.each([
  ['LOCAL_QUORUM', []],
  ['EACH_QUORUM', []],
  ['QUORUM', []],
  ['LOCAL_ONE', []],
  ['ONE', []],
] as const)('one node of each of two data centers bears %s with three replicas in each', (level, wanted) => {
  const proof = groupProof(factsOf(two, [byCenter('shop', { dc1: 3, dc2: 3 })], { level }));
  expect(proof.against(['10.0.0.1', '10.0.0.4'])).toEqual(wanted);
});

test('QUORUM counts over all data centers, LOCAL_QUORUM in each', () => {
  const keyspaces = [byCenter('shop', { dc1: 3, dc2: 1 })];
  const local = groupProof(factsOf(two, keyspaces));
  expect(local.against(['10.0.0.1', '10.0.0.4'])[0]).toContain('1 replicas in dc2');
  const anywhere = groupProof(factsOf(two, keyspaces, { level: 'QUORUM' }));
  expect(anywhere.against(['10.0.0.1', '10.0.0.4'])).not.toEqual([]);
  const any = groupProof(factsOf(two, keyspaces, { level: 'ONE' }));
  expect(any.against(['10.0.0.1', '10.0.0.4'])).toEqual([]);
});

test('the factor counts, not how many replicas a small data center has', () => {
  const proof = groupProof(factsOf(placesIn({ dc1: 2 }), [shop], { level: 'LOCAL_ONE' }));
  expect(proof.against(['10.0.0.1'])).toEqual([]);
  const quorum = groupProof(factsOf(placesIn({ dc1: 2 }), [shop]));
  expect(quorum.against(['10.0.0.1'])).toEqual([
    'shop: a range has 2 replicas in dc1; without n1 1 is left, LOCAL_QUORUM needs 2',
  ]);
});

test('system_auth counts where somebody may log in, at LOCAL_QUORUM whatever the clients use', () => {
  const auth: KeyspaceReplication = {
    keyspace: 'system_auth',
    strategy: 'SimpleStrategy',
    replicas: { '*': 1 },
  };
  expect(groupProof(factsOf(six, [shop, auth])).against(rack1)).toEqual([]);
  const guarded = factsOf(six, [shop, auth], { logins: true, level: 'ONE' });
  expect(groupProof(guarded).against(rack1)).toEqual([
    'system_auth: a range has 1 replicas; without n1 0 are left, ONE needs 1',
    'system_auth: a range has 1 replicas in dc1; without n1 0 are left, LOCAL_QUORUM needs 1',
  ]);
});

test('never two seeds, never two members of the CMS, never all of a data center', () => {
  const places = six.map((place) => ({ ...place, isSeed: rack1.includes(place.node) }));
  expect(groupProof(factsOf(places, [shop])).against(rack1)[0]).toContain('are seeds');
  const cms = groupProof(factsOf(six, [shop], { cmsMembers: [...rack1, '10.0.0.3'] }));
  expect(cms.against(rack1)[0]).toContain('members of the CMS');
  const thin = groupProof(factsOf(six, [shop], { cmsMembers: ['10.0.0.1'] }));
  expect(thin.against(rack1)).toEqual(['0 of 1 members of the CMS would be left, 1 needed']);
  const whole = groupProof(factsOf(placesIn({ dc1: 3, dc2: 2 }), [shop], { level: 'ONE' }));
  expect(whole.against(['10.0.0.4', '10.0.0.5'])).toEqual(['all nodes of dc2 would be down at once']);
});

test('what is not known proves nothing', () => {
  const facts = factsOf(six, [shop]);
  const isShut = (more: Partial<ReplicaFacts>) => groupProof({ ...facts, ...more }).against(rack1).length > 0;
  expect(isShut({})).toBe(false);
  expect(isShut({ replicaSets: null })).toBe(true);
  expect(isShut({ replicaSets: {} })).toBe(true);
  expect(isShut({ replicaSets: { shop: [] } })).toBe(true);
  expect(isShut({ replicaSets: { shop: [['10.9.9.9', ...rack1]] } })).toBe(true);
  expect(isShut({ keyspaces: [] })).toBe(true);
  expect(isShut({ cmsMembers: null })).toBe(true);
  expect(isShut({ keyspaces: [shop, byCenter('new', { dc1: 3 })] })).toBe(true);
  const everywhere = { keyspace: 'dse', strategy: 'EverywhereStrategy', replicas: {} };
  expect(isShut({ keyspaces: [shop, everywhere] })).toBe(true);
  expect(isShut({ keyspaces: [{ ...shop, replicas: { dc1: Number.NaN } }] })).toBe(true);
});

test('keyspaces that no request of a client waits for do not count', () => {
  const traces: KeyspaceReplication = {
    keyspace: 'system_traces',
    strategy: 'SimpleStrategy',
    replicas: { '*': 2 },
  };
  const local: KeyspaceReplication = { keyspace: 'system', strategy: 'LocalStrategy', replicas: {} };
  const facts = { ...factsOf(six, [shop]), keyspaces: [shop, traces, local] };
  expect(groupProof(facts).against(rack1)).toEqual([]);
});
