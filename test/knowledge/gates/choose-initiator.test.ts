import { expect, test } from 'vitest';
import { chooseInitiator } from '../../../knowledge/gates/choose-initiator.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { clusterAtTheDoor, seeRow, spoil, spoilAll, spoilHost } from './healthy-cluster.ts';

const ready = clusterAtTheDoor();
const restarted = (inventory: Inventory, node: string, processStartedAt: string | null) =>
  spoilHost(inventory, node, { processStartedAt });

test('it is the node whose process runs the longest', () => {
  expect(chooseInitiator(ready)).toMatchObject({ node: '10.0.0.1', name: 'cass1' });
  const initiator = chooseInitiator(restarted(ready, '10.0.0.1', '2026-06-30T00:00:00.000Z'));
  expect(initiator.node).toBe('10.0.0.2');
  expect(initiator.why.join()).toContain(
    'its process has run since 2026-06-01T00:01:00.000Z, the longest of 3',
  );
});

test('the order of the look has no say', () => {
  expect(chooseInitiator({ ...ready, nodes: ready.nodes.toReversed() }).node).toBe('10.0.0.1');
  const together = spoilAll(ready, ({ host }) => ({
    host: host && { ...host, processStartedAt: '2026-06-01T00:00:00Z' },
  }));
  expect(chooseInitiator({ ...together, nodes: together.nodes.toReversed() }).node).toBe('10.0.0.1');
});

test('a node that is not UN in one eye, or does not see another one UN, is passed over', () => {
  const suspected = seeRow(ready, '10.0.0.1', { state: 'DN' }, ['10.0.0.3']);
  expect(chooseInitiator(suspected).node).toBe('10.0.0.2');
  const shortSighted = seeRow(ready, '10.0.0.3', { state: 'DN' }, ['10.0.0.1']);
  expect(chooseInitiator(shortSighted).node).toBe('10.0.0.2');
});

test('without the start of the process its uptime counts, and who tells neither comes last', () => {
  const byUptime = spoil(ready, '10.0.0.3', ({ host, info }) => ({
    host: host && { ...host, processStartedAt: null },
    info: info && { ...info, uptimeSeconds: 90 * 86_400 },
  }));
  expect(chooseInitiator(byUptime).node).toBe('10.0.0.3');
  const silent = spoil(restarted(ready, '10.0.0.1', null), '10.0.0.1', { info: null });
  expect(chooseInitiator(silent).node).toBe('10.0.0.2');
});

test('nodes that are left out are neither chosen nor asked', () => {
  const down = spoil(seeRow(ready, '10.0.0.1', { state: 'DN' }), '10.0.0.1', { ring: null });
  expect(chooseInitiator(down, ['10.0.0.1']).node).toBe('10.0.0.2');
});

test('it fails when no node is fit, and says what to do', () => {
  expect(() => chooseInitiator(spoilAll(ready, { ring: null }))).toThrow(/no node is fit.*nodetool status/);
  expect(() => chooseInitiator({ ...ready, nodes: [] })).toThrow(/none of 0/);
});
