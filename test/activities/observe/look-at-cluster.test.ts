import { expect, test } from 'vitest';
import { lookAtCluster } from '../../../activities/observe/look-at-cluster.ts';
import type { Answers } from '../fake-context.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { machineText, nodetoolAnswers, statusText } from './told-host.ts';

const [one, two, gone] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const owner = 'default/cassandra-upgrade/prod1';
const status = statusText([
  { address: one, state: 'UN' },
  { address: two, state: 'UN' },
  { address: gone, state: 'DN' },
]);

const telling =
  (machine: Parameters<typeof machineText>[0] = { running: true, lockedBy: null }): Answers =>
  (script, options) => {
    if (script === 'ask-nodetool') return { stdout: nodetoolAnswers(options, { status }) };
    return { stdout: script === 'look-host' ? machineText(machine) : '' };
  };
const hostsOf = (answers: Readonly<Record<string, Answers>>) =>
  fakeContext({
    hosts: fakeHosts(
      Object.fromEntries(
        Object.entries(answers).map(([node, each]) => [
          node,
          fakeHost(each, settingsOf(healthySpec(), node)),
        ]),
      ),
    ),
  });

test('a node that is down by name is asked nothing, neither for the members nor for itself', async () => {
  const spec = healthySpec({
    // First in the file: who looks for the members would begin with it.
    nodes: [{ address: gone }, { address: one }],
    strategy: { downNodes: [gone] },
  });
  const context = hostsOf({
    [one]: telling(),
    [two]: telling(),
    [gone]: () => Promise.reject(new Error('asked')),
  });
  const inventory = await lookAtCluster(context, spec, { views: ['ring'] });
  expect(inventory.nodes.map(({ node }) => node)).toEqual([one, two]);
  expect(inventory.down).toEqual([gone]);
});

test('where all nodes of the file are down by name, that is said', async () => {
  const spec = healthySpec({ nodes: [{ address: gone }], strategy: { downNodes: [gone] } });
  await expect(lookAtCluster(hostsOf({}), spec, { views: ['ring'] })).rejects.toThrow(
    /every node of the file is named in strategy\.downNodes.*name another node/,
  );
});

test('a name that is no member is no node that is down: its gate says so', async () => {
  const context = hostsOf({ [one]: telling(), [two]: telling(), [gone]: telling() });
  const spec = healthySpec({ strategy: { downNodes: ['10.0.0.99'] } });
  const inventory = await lookAtCluster(context, spec, { views: ['ring'] });
  expect(inventory.nodes).toHaveLength(3);
  expect(inventory.down).toBeUndefined();
});

test.each([
  ['stopped under our own lock', { running: false, lockedBy: owner }, [two]],
  ["stopped under nobody's lock", { running: false, lockedBy: null }, undefined],
  ['stopped under the lock of another upgrade', { running: false, lockedBy: 'default/other' }, undefined],
  // Its CQL does not answer here: it may be starting still.
  ['running and not serving under our own lock', { running: true, lockedBy: owner }, [two]],
])('a node that is %s is in hand or not', async (_, machine, inHand) => {
  const context = hostsOf({ [one]: telling(), [two]: telling(machine), [gone]: telling() });
  const inventory = await lookAtCluster(context, healthySpec(), { views: ['ring'], host: true, cql: true });
  expect(inventory.inHand).toEqual(inHand);
});
