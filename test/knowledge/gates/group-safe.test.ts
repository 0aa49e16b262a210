/** Nodes of one group may be down together, and each goes through its gates while the others are. */
import { expect, test } from 'vitest';
import type { NodeGateInput } from '../../../knowledge/gates/gate-input.ts';
import { cmsMembersOf, groupSafe } from '../../../knowledge/gates/group-safe.ts';
import { judgeAfterNode } from '../../../knowledge/gates/judge-after-node.ts';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import {
  aroundOf,
  clusterAtTheDoor,
  healthyCluster,
  healthySpec,
  nodeGateInput,
  places,
  planFor,
  spoil,
  withYaml,
} from './healthy-cluster.ts';
import { withDown } from './spoil-down.ts';

const options = { places: places('dc1', 6) };
const [one, mate, stranger] = ['10.0.0.1', '10.0.0.4', '10.0.0.2'];
// Racks in turn: each set has one node of every rack.
const sets = [1, 2, 3, 4, 5, 6].map((number) =>
  [0, 1, 2].map((next) => `10.0.0.${((number + next - 1) % 6) + 1}`),
);
const replicaSets = { shop: sets, system_auth: sets };
const spec = healthySpec({ strategy: { atOnce: 'rack', consistency: 'LOCAL_QUORUM' } });
const shutIn = (verdicts: readonly Verdict[]) => verdicts.filter(({ open }) => !open).map(({ gate }) => gate);

function before(inventory: Inventory, more: Partial<NodeGateInput> = {}): NodeGateInput {
  const healthy = healthyCluster(options);
  const around = { ...aroundOf(healthy), replicaSets };
  return nodeGateInput(inventory, one, { spec, around, beside: [mate], ...more }, healthy);
}

test('with the other one of its group down every gate before a node is open', () => {
  const verdicts = judgeBeforeNode(before(withDown(healthyCluster(options), mate)));
  expect(verdicts.filter(({ open }) => !open)).toEqual([]);
  expect(verdicts.map(({ gate }) => gate)).toContain('groupSafe');
});

test('one that is down and not of its group shuts them, and so does the same one when nobody said that it may be down', () => {
  const down = withDown(healthyCluster(options), stranger);
  expect(shutIn(judgeBeforeNode(before(down)))).toEqual(
    expect.arrayContaining(['othersUp', 'notAnotherDown']),
  );
  const mateDown = withDown(healthyCluster(options), mate);
  expect(shutIn(judgeBeforeNode(before(mateDown, { beside: [] })))).toContain('othersUp');
});

test('with the other one of its group down every gate after a node is open', () => {
  const healthy = clusterAtTheDoor(options);
  const input = nodeGateInput(withDown(healthy, mate), one, { spec, beside: [mate] }, healthy);
  expect(shutIn(judgeAfterNode(input))).toEqual([]);
  expect(shutIn(judgeAfterNode({ ...input, beside: [] }))).not.toEqual([]);
});

test('the proof is of the whole group, of this moment, with those that are down for ever', () => {
  const healthy = healthyCluster(options);
  expect(groupSafe(before(healthy)).open).toBe(true);
  expect(groupSafe(before(healthy, { beside: [mate, stranger] })).open).toBe(false);
  const plan = { ...planFor(healthy), down: [stranger] };
  const verdict = groupSafe(before(healthy, { plan }));
  expect(verdict.open).toBe(false);
  expect(verdict.evidence[0]).toContain('cass2 (down already)');
  const around = { ...aroundOf(healthy), replicaSets: null };
  expect(groupSafe(before(healthy, { around })).open).toBe(false);
  expect(groupSafe(before(healthy, { observations: [] })).open).toBe(false);
});

test('system_auth counts as soon as one node asks for a login', () => {
  const everybody = 'authenticator: AllowAllAuthenticator\n';
  const healthy = options.places.reduce(
    (changed, _, index) => withYaml(changed, `10.0.0.${index + 1}`, everybody),
    healthyCluster(options),
  );
  const alone = { ...replicaSets, system_auth: sets.map(([first]) => [first ?? '']) };
  const keyspaces = healthy.keyspaces.map((each) =>
    each.keyspace === 'system_auth' ? { ...each, replicas: { dc1: 1 } } : each,
  );
  const around = { ...aroundOf(healthy), keyspaces, replicaSets: alone };
  expect(groupSafe(before(healthy, { around })).open).toBe(true);
  const guarded = withYaml(healthy, stranger, 'authenticator: PasswordAuthenticator\n');
  expect(groupSafe(before(guarded, { around })).open).toBe(false);
});

test('members of the CMS are known only where every node of 6.0 tells the same', () => {
  const cms = {
    ...{ identifier: '7', members: [one, mate], needsReconfiguration: false, isMember: true },
    ...{ serviceState: 'LOCAL', isMigrating: false, epoch: '24', localPendingCount: 0 },
    ...{ commitsPaused: false, replicationFactor: null },
  };
  const { nodes } = clusterAtTheDoor(options);
  const withCms = nodes.map((seen) => ({ ...seen, cms }));
  expect(cmsMembersOf(healthyCluster(options).nodes)).toEqual([]);
  expect(cmsMembersOf(withCms)).toEqual([one, mate]);
  expect(cmsMembersOf(withCms.map((seen) => ({ ...seen, cms: { ...cms, serviceState: 'GOSSIP' } })))).toEqual(
    [],
  );
  const [first, ...rest] = withCms;
  if (!first) throw new Error('a cluster without nodes');
  expect(cmsMembersOf([{ ...first, cms: { ...cms, members: [stranger] } }, ...rest])).toBeNull();
  expect(cmsMembersOf([{ ...first, cms: null }, ...rest])).toBeNull();
  const atSix = clusterAtTheDoor(options);
  const told = (members: string[]) => {
    const observations = nodes.map((seen) => ({ ...seen, cms: { ...cms, members } }));
    return groupSafe(before(atSix, { observations }));
  };
  expect(told([one, stranger, '10.0.0.3']).open).toBe(true);
  expect(told([one, mate, stranger]).evidence[0]).toContain('members of the CMS: never two at once');
});

test('a node that is silent is no witness', () => {
  const silent = spoil(healthyCluster(options), stranger, { version: null, cms: null });
  expect(groupSafe(before(silent)).open).toBe(false);
});
