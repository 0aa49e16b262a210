import { expect, test } from 'vitest';
import { cmsNotBegun } from '../../../knowledge/gates/cms-not-begun.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { CmsView } from '../../../knowledge/observation.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { clusterAtTheDoor, cmsInGossipMode, doorInput, spoil } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const judgeIt = (inventory: Inventory = ready) => cmsNotBegun(doorInput(inventory, {}, ready));
const see = (change: Partial<CmsView>) =>
  judgeIt(spoil(ready, '10.0.0.2', { cms: { ...cmsInGossipMode(), ...change } }));

test('opens while every node lives by gossip', () => {
  expectOpen(judgeIt(), '3 nodes: GOSSIP, identifier 0, no members, not migrating');
});

test.each([{ identifier: '4711' }, { members: ['10.0.0.1'] }, { serviceState: 'REMOTE' }])(
  'stays shut when one node says that it is initialized: %j',
  (change) => {
    const verdict = see(change);
    expectShut(verdict, 'cass2 (10.0.0.2): the CMS is initialized already');
    expect(remedyOf(verdict)).toContain('Never initialize it twice');
  },
);

test('stays shut while an initialization is in progress, and gives the way out', () => {
  const verdict = see({ isMigrating: true });
  expectShut(verdict, 'cass2 (10.0.0.2): an initialization is in progress');
  expect(remedyOf(verdict)).toContain('nodetool cms abortinitialization --initiator');
});

test('names who began it, and both ways out, where the node told', () => {
  const migrating = spoil(ready, '10.0.0.2', { cms: { ...cmsInGossipMode(), isMigrating: true } });
  const initiators = { '10.0.0.2': { node: '10.0.0.3', token: 't' } };
  const verdict = cmsNotBegun(doorInput(migrating, { initiators }, ready));
  expectShut(verdict, 'migrating, begun by 10.0.0.3');
  expect(remedyOf(verdict)).toContain('ringlift abort-initialization prod1 --initiator 10.0.0.3 --reason');
  expect(remedyOf(verdict)).toContain(
    'nodetool cms abortinitialization --initiator 10.0.0.3` on cass2 (10.0.0.2)',
  );
});

test('stays shut when a node did not tell, or was not looked at', () => {
  expectShut(judgeIt(spoil(ready, '10.0.0.2', { cms: null })), 'cass2 (10.0.0.2): nodetool cms describe');
  expectShut(judgeIt({ ...ready, nodes: ready.nodes.slice(1) }), 'cass1 (10.0.0.1) was not looked at');
});
