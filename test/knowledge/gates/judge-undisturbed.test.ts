/** Whatever somebody does behind our back, the next step of any kind waits, and says what was seen. */
import { expect, test } from 'vitest';
import type { ActorView } from '../../../knowledge/actors.ts';
import type { NodeGateInput } from '../../../knowledge/gates/gate-input.ts';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import { judgeUndisturbed } from '../../../knowledge/gates/judge-undisturbed.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import {
  aroundOf,
  healthyCluster,
  healthySpec,
  nodeGateInput,
  seeRow,
  spoil,
  spoilHost,
} from './healthy-cluster.ts';

const mixed = healthyCluster({ releases: ['6.0-alpha2', '5.0.9', '5.0.9'] });
const [own, other] = ['10.0.0.2', '10.0.0.3'];

interface Deed {
  readonly of?: (inventory: Inventory) => Inventory;
  readonly input?: Partial<NodeGateInput>;
  readonly shuts: string;
  readonly says: string;
}

const timer = (state: ActorView['state']): ActorView => ({
  ...{ actor: 'backups', node: own, what: 'backup.timer', state },
  detail: `the timer is ${state}`,
});
const withActors = (state: ActorView['state']): Partial<NodeGateInput> => ({
  spec: healthySpec({ actors: [{ kind: 'systemdTimer', name: 'backups', unit: 'backup.timer' }] }),
  around: { ...aroundOf(mixed), actors: [timer(state)] },
});
const stranger = (inventory: Inventory): Inventory =>
  seeRow(inventory, own, {}).nodes.reduce(
    (changed, { node }) =>
      spoil(changed, node, ({ ring }) => ({
        ring: ring && {
          ...ring,
          nodes: [
            ...ring.nodes,
            { ...(ring.nodes[0] as (typeof ring.nodes)[0]), address: '10.0.0.9', state: 'UJ' },
          ],
        },
      })),
    inventory,
  );

const deeds: Record<string, Deed> = {
  'a node is down that was not ours': {
    of: (inventory) => seeRow(inventory, other, { state: 'DN' }),
    shuts: 'othersUp',
    says: 'cass3 (10.0.0.3) is DN',
  },
  'the schema is changed in the middle of a mixed cluster': {
    input: { around: { ...aroundOf(mixed), schemaDigest: 'sha256:0ther' } },
    shuts: 'schemaUntouched',
    says: 'the user schema was changed since the upgrade began',
  },
  'a node joins': {
    of: stranger,
    shuts: 'membersUnchanged',
    says: '10.0.0.9 (dc1, rack1) is in the ring as UJ',
  },
  'a node is removed': {
    of: (inventory) => seeRow(inventory, other, null),
    shuts: 'membersUnchanged',
    says: 'cass3 (10.0.0.3) is not in the ring',
  },
  'a node moves': {
    of: (inventory) => seeRow(inventory, other, { tokenCount: 8 }),
    shuts: 'membersUnchanged',
    says: 'cass3 (10.0.0.3) has changed its place: 8 tokens, planned 16',
  },
  'another repair starts': {
    of: (inventory) => spoil(inventory, other, { repairs: [{ id: 'c0ffee', state: 'REPAIRING' }] }),
    shuts: 'Idle|nothingRunning',
    says: 'repair session c0ffee is REPAIRING',
  },
  'a stream is open': {
    of: (inventory) =>
      spoil(inventory, other, ({ net }) => ({ net: net && { ...net, streams: 2, idle: false } })),
    shuts: 'Idle|nothingRunning',
    says: 'cass3 (10.0.0.3) has 2 stream(s) open',
  },
  'a backup begins': {
    of: (inventory) =>
      spoilHost(inventory, other, { snapshots: [{ name: 'nightly', madeAt: '2026-07-01T13:00:00.000Z' }] }),
    shuts: 'noForeignBackup',
    says: 'snapshot nightly appeared',
  },
  'a paused actor works again': {
    input: withActors('atWork'),
    shuts: 'actorsPaused',
    says: 'the timer is atWork',
  },
  'a paused actor is not known': {
    input: withActors('unknown'),
    shuts: 'actorsPaused',
    says: 'the timer is unknown',
  },
};

const steps: Record<string, (input: NodeGateInput) => readonly Verdict[]> = {
  'before a node': judgeBeforeNode,
  'before a snapshot': (input) => judgeUndisturbed(input, true),
  'before a rewriting or a repair': (input) => judgeUndisturbed(input, false),
};

test.each(Object.entries(steps))('%s, with nobody at work, every gate is open', (_, judgeIt) => {
  const input = nodeGateInput(mixed, own, withActors('paused'));
  expect(judgeIt(input).filter(({ open }) => !open)).toEqual([]);
});

test.each(
  Object.entries(deeds).flatMap(([deed, how]) =>
    Object.entries(steps).map(([step, judgeIt]) => ({ deed, how, step, judgeIt })),
  ),
)('$deed: noticed $step', ({ how, judgeIt }) => {
  const inventory = how.of?.(mixed) ?? mixed;
  const shut = judgeIt(
    nodeGateInput(inventory, own, { around: aroundOf(mixed), ...how.input }, mixed),
  ).filter(({ open }) => !open);
  const named = shut.find(({ gate }) => new RegExp(how.shuts).test(gate));
  expect(named?.evidence.join('\n')).toContain(how.says);
});

test('what works on the node itself is in the way of a snapshot, not of its own rewriting', () => {
  const rewriting = spoil(mixed, own, {
    compactions: {
      ...{ pending: 1, perTable: {}, remaining: null },
      running: [
        {
          id: '1',
          type: 'Upgrade sstables',
          keyspace: 'shop',
          table: 'cart',
          completed: 1,
          total: 2,
          unit: 'bytes',
        },
      ],
    },
  });
  const shut = (itself: boolean) =>
    judgeUndisturbed(nodeGateInput(rewriting, own, {}, mixed), itself)
      .filter(({ open }) => !open)
      .map(({ gate }) => gate);
  expect([shut(true), shut(false)]).toEqual([['nothingRunning'], []]);
});

test('a plan of before, which does not know when it was made, says nothing of backups', () => {
  const { plan } = nodeGateInput(mixed, own);
  delete (plan as { at?: string }).at;
  expect(judgeBeforeNode(nodeGateInput(mixed, own, { plan })).map(({ gate }) => gate)).not.toContain(
    'noForeignBackup',
  );
});

test('where the surroundings were not looked at, the schema is not known and the gate is shut', () => {
  const input = nodeGateInput(mixed, own);
  delete (input as { around?: unknown }).around;
  expect(judgeBeforeNode(input).find(({ gate }) => gate === 'schemaUntouched')?.open).toBe(false);
});
