import { expect, test } from 'vitest';
import type { NodeWayBack, WayBackKind } from '../../../knowledge/ledger.ts';
import { type Replication, lossOf } from '../../../knowledge/reversibility/loss.ts';
import { replication, since } from './sample-facts.ts';

type Back = Pick<NodeWayBack, 'node' | 'kind' | 'since' | 'owesRepairSince'>;

const back = (number: number, at: string | null = since, kind: WayBackKind = 'restorePoint'): Back => ({
  node: `10.0.0.${number}`,
  kind,
  since: at,
});
const stays = (number: number, over: Partial<Back> = {}): Back => ({
  ...back(number, null, 'nothing'),
  ...over,
});
const later = '2026-11-25T11:00:00.000Z';

test('one or two of three replicas restored lose nothing for good, and are refilled', () => {
  expect(lossOf([back(1)], [stays(2), stays(3)], replication())).toEqual({
    loses: null,
    refilledSince: since,
  });
  expect(lossOf([back(1, later), back(2)], [stays(3)], replication())).toEqual({
    loses: null,
    refilledSince: since,
  });
});

test('all three restored lose the writes since the oldest restore point, and none are refilled', () => {
  expect(lossOf([back(1, later), back(2), back(3, later)], [], replication())).toEqual({
    loses:
      'writes since 2026-11-25T10:00:00Z to keyspaces audit, shop (every replica of some of their ranges would be restored)',
    refilledSince: null,
  });
});

test('nodes that keep their data are replicas that were not restored', () => {
  const kept = back(3, since, 'systemSchema');
  expect(lossOf([back(1), back(2), kept], [], replication()).loses).toBeNull();
  expect(lossOf([kept], [], replication())).toEqual({ loses: null, refilledSince: null });
});

test('with one replica a single node loses its writes', () => {
  const alone: Replication = replication({
    keyspaces: [{ keyspace: 'shop', strategy: 'SimpleStrategy', replicas: { '*': 1 } }],
    replicaSets: { shop: [['10.0.0.1'], ['10.0.0.2'], ['10.0.0.3']] },
  });
  expect(lossOf([back(2)], [stays(1), stays(3)], alone)).toEqual({
    loses:
      'writes since 2026-11-25T10:00:00Z to keyspace shop (every replica of some of its ranges would be restored)',
    refilledSince: null,
  });
});

test('keyspaces that lose differently are told apart, the oldest first', () => {
  const mixed = replication({
    replicaSets: { shop: [['10.0.0.1', '10.0.0.2']], audit: [['10.0.0.3']], logs: [['10.0.0.3']] },
  });
  expect(lossOf([back(1, later), back(2, later), back(3)], [], mixed).loses).toBe(
    'writes since 2026-11-25T10:00:00Z to keyspaces audit, logs (every replica of some of their ranges would be restored); ' +
      'writes since 2026-11-25T11:00:00Z to keyspace shop (every replica of some of its ranges would be restored)',
  );
});

test('where no replica of a range would be left, all of it is lost', () => {
  const rebuilt = (number: number) => back(number, null, 'rebuild');
  const alone = replication({ replicaSets: { shop: [['10.0.0.1']], audit: [['10.0.0.1', '10.0.0.2']] } });
  expect(lossOf([rebuilt(1)], [stays(2), stays(3)], alone)).toEqual({
    loses: 'all data of keyspace shop (every replica of some of its ranges would be emptied)',
    refilledSince: null,
  });
  // One restored beside one emptied still has what was before.
  expect(lossOf([rebuilt(1), back(2)], [stays(3)], alone).loses).toContain(
    'writes since 2026-11-25T10:00:00Z to keyspace audit',
  );
});

test('a node that went back earlier and owes its repair is no replica of what was written since', () => {
  const owing = stays(1, { owesRepairSince: since });
  expect(lossOf([back(2, later), back(3, later)], [owing], replication()).loses).toContain(
    'writes since 2026-11-25T10:00:00Z to keyspaces audit, shop',
  );
  expect(lossOf([back(2, later)], [owing, stays(3)], replication()).loses).toBeNull();
});

test('a restore point made while a repair was owed is as old as what was owed', () => {
  const owing = [1, 2, 3].map((number) => ({ ...back(number, later), owesRepairSince: since }));
  expect(lossOf(owing, [], replication()).loses).toContain('writes since 2026-11-25T10:00:00Z');
  // One that keeps its data does not have what it owes either.
  const kept = { ...back(3, later, 'systemSchema'), owesRepairSince: since };
  expect(lossOf([back(1, later), back(2, later), kept], [], replication()).loses).toContain('audit, shop');
});

test('what was lost by earlier ways back is not lost again', () => {
  const owing = [1, 2, 3].map((number) => stays(number, { owesRepairSince: since }));
  const sets = [
    ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    ['10.0.0.4', '10.0.0.5'],
  ];
  const four = replication({ replicaSets: { shop: sets, audit: sets } });
  expect(lossOf([back(4)], [...owing, stays(5)], four).loses).toBeNull();
});

test('an old node that can not be asked whether it owes a repair may owe one', () => {
  const silent = stays(1, { owesRepairSince: null });
  expect(lossOf([back(2), back(3)], [silent], replication()).loses).toBe(
    'writes since 2026-11-25T10:00:00Z to keyspaces audit, shop (whether a replica of all their ranges is left is not known)',
  );
});

test('a node that is down for ever brings nothing back', () => {
  expect(lossOf([back(1), back(2)], [], replication({ down: ['10.0.0.3'] })).loses).toContain('audit, shop');
});

test('with the sets of replicas not known, fewer nodes than replicas in a data center lose nothing', () => {
  const unknown = replication({ replicaSets: null });
  expect(lossOf([back(1), back(2)], [stays(3)], unknown)).toEqual({ loses: null, refilledSince: since });
  expect(lossOf([back(1), back(2), back(3)], [], unknown).loses).toBe(
    'writes since 2026-11-25T10:00:00Z to keyspaces audit, shop (whether a replica of all their ranges is left is not known)',
  );
});

test('with the sets not known one data center that keeps a replica is enough', () => {
  const two = replication({
    replicaSets: null,
    keyspaces: [{ keyspace: 'shop', strategy: 'NetworkTopologyStrategy', replicas: { dc1: 1, dc2: 2 } }],
    dataCenters: { '10.0.0.1': 'dc1', '10.0.0.2': 'dc2', '10.0.0.3': 'dc2' },
  });
  expect(lossOf([back(1), back(2)], [stays(3)], two).loses).toBeNull();
  expect(lossOf([back(1), back(2), back(3)], [], two).loses).toContain('keyspace shop');
});

test('SimpleStrategy counts nodes of the whole cluster', () => {
  const simple = replication({
    replicaSets: null,
    keyspaces: [{ keyspace: 'shop', strategy: 'SimpleStrategy', replicas: { '*': 2 } }],
    dataCenters: { '10.0.0.1': 'dc1', '10.0.0.2': 'dc2', '10.0.0.3': 'dc2' },
  });
  expect(lossOf([back(1)], [stays(2), stays(3)], simple).loses).toBeNull();
  expect(lossOf([back(1), back(2)], [stays(3)], simple).loses).toContain('is not known');
});

test('more replicas asked for than there are nodes means all nodes', () => {
  const many = replication({
    replicaSets: null,
    keyspaces: [{ keyspace: 'shop', strategy: 'NetworkTopologyStrategy', replicas: { dc1: 5 } }],
  });
  expect(lossOf([back(1), back(2)], [stays(3)], many).loses).toBeNull();
  expect(lossOf([back(1), back(2), back(3)], [], many).loses).toContain('keyspace shop');
});

test('where the keyspaces are not known any may lose', () => {
  const blind = replication({ keyspaces: [], replicaSets: null });
  expect(lossOf([back(1)], [stays(2), stays(3)], blind).loses).toBe(
    'writes since 2026-11-25T10:00:00Z to any keyspace (which there are, and which replicas they have, is not known)',
  );
});

test('a strategy whose replicas are not understood may lose everywhere', () => {
  const odd = replication({
    replicaSets: null,
    keyspaces: [{ keyspace: 'dse', strategy: 'EverywhereStrategy', replicas: {} }],
  });
  expect(lossOf([back(1)], [stays(2), stays(3)], odd).loses).toContain('keyspace dse');
});

test("Cassandra's own keyspaces do not count, but for system_auth", () => {
  const system = replication({
    replicaSets: { system_auth: [['10.0.0.1']], system_distributed: [['10.0.0.1']] },
    keyspaces: [{ keyspace: 'system_schema', strategy: 'LocalStrategy', replicas: {} }],
  });
  expect(lossOf([back(1)], [stays(2), stays(3)], system).loses).toContain('keyspace system_auth (');
});

test('many keyspaces are counted from the twentieth on', () => {
  const names = Array.from({ length: 25 }, (_, index) => `ks${String(index).padStart(2, '0')}`);
  const many = replication({
    keyspaces: [],
    replicaSets: Object.fromEntries(names.map((name) => [name, [['10.0.0.1']]])),
  });
  expect(lossOf([back(1)], [], many).loses).toContain('ks18, ks19 and 5 more (');
});
