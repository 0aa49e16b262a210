import { expect, test } from 'vitest';
import { nodeStanding } from '../../knowledge/node-standing.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { healthyCluster } from './gates/healthy-cluster.ts';

const owner = 'default/cassandra-upgrade/prod1';
const [own, ...peers] = healthyCluster().nodes as [NodeObservation, ...NodeObservation[]];
const seenAs = (state: string) =>
  peers.map((peer) => ({
    ...peer,
    ring: peer.ring && {
      ...peer.ring,
      nodes: peer.ring.nodes.map((row) => (row.address === own.node ? { ...row, state } : row)),
    },
  })) as NodeObservation[];

test('a node serves when it runs, answers CQL, is NORMAL, and every peer sees it UN', () => {
  expect(nodeStanding(own, peers, owner)).toMatchObject({
    ...{ serves: true, isDown: false, release: own.version?.release },
    says: `it runs ${own.version?.release} and serves`,
  });
});

test.each<[string, Partial<NodeObservation>, string]>([
  ['no process', { running: false }, 'no process runs'],
  [
    'a process nobody could look for',
    { running: null, problems: [{ asked: 'ssh', problem: 'no route' }] },
    'no route',
  ],
  ['no CQL', { cql: null }, 'CQL does not answer'],
  ['another mode', { net: null }, 'its mode is not known'],
  ['no release', { version: null }, 'it does not tell its release'],
])('with %s it does not serve', (_, changes, says) => {
  const standing = nodeStanding({ ...own, ...changes }, peers, owner);
  expect(standing).toMatchObject({ serves: false, isDown: false });
  expect(standing.says).toContain(says);
});

test('it is down only when every peer was heard and sees it down', () => {
  const dead = { ...own, running: false };
  expect(nodeStanding(dead, seenAs('DN'), owner)).toMatchObject({ isDown: true, serves: false });
  expect(nodeStanding(dead, seenAs('DN'), owner).says).toContain('it is down in every eye');
  const [first, ...rest] = seenAs('DN');
  expect(nodeStanding(dead, [{ ...(first as NodeObservation), ring: null }, ...rest], owner).isDown).toBe(
    false,
  );
  expect(nodeStanding(dead, [], owner).isDown).toBe(false);
});

test('one peer that sees it otherwise is enough for it not to serve', () => {
  const standing = nodeStanding(own, [...peers.slice(1), ...seenAs('DN').slice(0, 1)], owner);
  expect(standing).toMatchObject({ serves: false });
  expect(standing.says).toContain(`1 of ${peers.length} peers see it DN`);
});

test('a peer that was not heard is no reason to take a node that serves for one that does not, and is told', () => {
  const [first, ...rest] = peers as [NodeObservation, ...NodeObservation[]];
  const standing = nodeStanding(own, [{ ...first, ring: null }, ...rest], owner);
  expect(standing).toMatchObject({ serves: true, isDown: false });
  expect(standing.says).toContain(`and serves (1 of ${peers.length} peers did not say how they see it)`);
  const unheard = peers.map((peer) => ({ ...peer, ring: null }));
  expect(nodeStanding({ ...own, cql: null }, unheard, owner)).toMatchObject({ serves: false, isDown: false });
});

test('a peer that was heard and does not list the node does not see it serve', () => {
  const [first, ...rest] = peers as [NodeObservation, ...NodeObservation[]];
  const forgets = { ...first, ring: first.ring && { ...first.ring, nodes: [] } };
  const standing = nodeStanding(own, [forgets, ...rest], owner);
  expect(standing.serves).toBe(false);
  expect(standing.says).toContain(`1 of ${peers.length} peers see it unknown`);
});

test('it is in hand when the lock on its host is of this upgrade, and of no other', () => {
  const locked = (lockedBy: string) => ({ ...own, host: own.host && { ...own.host, lockedBy } });
  expect(nodeStanding(locked(owner), peers, owner).inHand).toBe(true);
  expect(nodeStanding(locked('other/cassandra-upgrade/prod1'), peers, owner).inHand).toBe(false);
});

test('one that left DSE and was not compared with what it was does not serve, whatever else it does', () => {
  const host = own.host && { ...own.host, unsettled: 'ringlift-prod1-to-3.11.19' };
  const standing = nodeStanding({ ...own, host }, peers, owner);
  expect(standing).toMatchObject({ serves: false });
  expect(standing.says).toContain('not compared yet');
  // Brought back, it has its old tables again.
  const back = { release: 'dse-5.1.4', dse: '5.1.4' };
  expect(nodeStanding({ ...own, host, version: back }, peers, owner)).toMatchObject({ serves: true });
});
