import { expect, test } from 'vitest';
import { judgeCmsReadiness } from '../../../knowledge/gates/cms-readiness.ts';
import { allOpen } from '../../../knowledge/verdict.ts';
import { clusterAtTheDoor, cmsInGossipMode, doorInput, places, seeRow, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const shutGates = (...input: Parameters<typeof doorInput>) =>
  judgeCmsReadiness(doorInput(...input)).verdicts.flatMap(({ gate, open }) => (open ? [] : [gate]));

test('a cluster with every node on the target may go through the door', () => {
  const { verdicts, facts } = judgeCmsReadiness(doorInput(ready));
  expect(verdicts.map(({ gate }) => gate)).toEqual([
    'allOnTarget',
    'allUp',
    'oneSchema',
    'sameMembers',
    'schemaUntouched',
    'storageModeAsPlanned',
    'snapshotsKept',
    'cmsNotBegun',
    'nothingRunning',
    'noLeftoverReplacement',
    'cmsPlacement',
  ]);
  expect(allOpen(verdicts)).toBe(true);
  expect(facts.length).toBeGreaterThan(10);
});

test('a single node may go through it too', () => {
  expect(shutGates(clusterAtTheDoor({ places: places('dc1', 1) }))).toEqual([]);
});

test('a repair that runs shuts one gate and changes no fact', () => {
  const busy = spoil(ready, '10.0.0.2', { repairs: [{ id: 'c0ffee', state: 'REPAIRING' }] });
  expect(shutGates(busy)).toEqual(['nothingRunning']);
  expect(judgeCmsReadiness(doorInput(busy)).facts).toEqual(judgeCmsReadiness(doorInput(ready)).facts);
});

test('with a node down for ever it opens by the decision to leave it behind, and only by that', () => {
  const down = seeRow(spoil(ready, '10.0.0.3', { ring: null }), '10.0.0.3', { state: 'DN' });
  const silent = { ...down, nodes: down.nodes.slice(0, 2) };
  expect(shutGates(silent, {}, ready)).toContain('allUp');
  const skipped = judgeCmsReadiness(doorInput(silent, { approvedSkips: ['10.0.0.3'] }, ready));
  expect(skipped.facts).toContain('ignored by cms initialize: 10.0.0.3');
  expect(skipped.verdicts.find(({ gate }) => gate === 'allUp')?.open).toBe(true);
});

test('is behind once every node says that the CMS is initialized and all agree, and only then', () => {
  const member = { identifier: '2130713433', members: ['10.0.0.1'], epoch: '3' };
  const initialized = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].reduce((inventory, node) => {
    const isMember = node === '10.0.0.1';
    const own = { ...member, isMember, serviceState: isMember ? 'LOCAL' : 'REMOTE' };
    return spoil(inventory, node, { cms: { ...cmsInGossipMode(), ...own } });
  }, ready);
  const isBehind = (inventory: typeof ready) => judgeCmsReadiness(doorInput(inventory, {}, ready)).isBehind;
  expect(isBehind(initialized)).toBe(true);
  expect(isBehind(ready)).toBe(false);
  expect(isBehind(spoil(initialized, '10.0.0.2', { cms: null }))).toBe(false);
  expect(isBehind(spoil(initialized, '10.0.0.2', { cms: cmsInGossipMode() }))).toBe(false);
  expect(isBehind({ ...initialized, nodes: initialized.nodes.slice(1) })).toBe(false);
});

test('nothing looked at opens none of the gates that judge nodes', () => {
  const shut = shutGates({ ...ready, nodes: [], schemaDigest: null }, {}, ready);
  expect(shut).toHaveLength(10);
});
