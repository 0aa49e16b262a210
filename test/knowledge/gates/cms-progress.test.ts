import { expect, test } from 'vitest';
import { cmsProgress } from '../../../knowledge/gates/cms-progress.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { CmsView } from '../../../knowledge/observation.ts';
import { clusterAtTheDoor, cmsInGossipMode, planFor, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const standing = planFor(ready).nodes;
const see = (inventory: Inventory, node: string, change: Partial<CmsView> | null) =>
  spoil(inventory, node, { cms: change && { ...cmsInGossipMode(), ...change } });
const progressOf = ({ nodes }: Inventory) => cmsProgress(nodes, standing);

test('not begun while every node lives by gossip', () => {
  expect(progressOf(ready)).toMatchObject({ state: 'notBegun' });
});

test('one node that is initialized decides, also beside one that migrates and one that tells nothing', () => {
  const migrating = see(ready, '10.0.0.2', { isMigrating: true });
  const silent = see(migrating, '10.0.0.3', null);
  expect(progressOf(see(silent, '10.0.0.1', { identifier: '4711', serviceState: 'LOCAL' }))).toEqual({
    state: 'initialized',
    nodes: ['10.0.0.1'],
  });
});

test.each([{ identifier: '4711' }, { members: ['10.0.0.1'] }, { serviceState: 'RESET' }])(
  'what is not the state of before is initialized: %j',
  (change) => expect(progressOf(see(ready, '10.0.0.2', change)).state).toBe('initialized'),
);

test('not known while one node tells nothing or was not looked at, even if another one migrates', () => {
  const migrating = see(ready, '10.0.0.2', { isMigrating: true });
  expect(progressOf(see(migrating, '10.0.0.3', null))).toEqual({ state: 'unknown', nodes: ['10.0.0.3'] });
  expect(progressOf({ ...ready, nodes: ready.nodes.slice(1) })).toEqual({
    state: 'unknown',
    nodes: ['10.0.0.1'],
  });
  expect(cmsProgress([], [])).toEqual({ state: 'unknown', nodes: [] });
});

test('migrating names the nodes that hold it', () => {
  expect(progressOf(see(ready, '10.0.0.2', { isMigrating: true }))).toEqual({
    state: 'migrating',
    nodes: ['10.0.0.2'],
  });
});
