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

test('it is in hand when the lock on its host is of this upgrade, and of no other', () => {
  const locked = (lockedBy: string) => ({ ...own, host: own.host && { ...own.host, lockedBy } });
  expect(nodeStanding(locked(owner), peers, owner).inHand).toBe(true);
  expect(nodeStanding(locked('other/cassandra-upgrade/prod1'), peers, owner).inHand).toBe(false);
});
