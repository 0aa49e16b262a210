import { expect, test } from 'vitest';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { printPlan } from '../../../knowledge/procedures/print-plan.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { judgeNodes, makeLedger } from '../../../knowledge/reversibility/make-ledger.ts';
import { smallLedger } from '../../../knowledge/reversibility/small-ledger.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import {
  addYaml,
  healthyCluster,
  healthySpec,
  places,
  seeRow,
  spoil,
  spoilHost,
} from '../gates/healthy-cluster.ts';
import { lossyNode, numbered, oldNode, replication } from '../reversibility/sample-facts.ts';
import { chainCluster, chainSpec } from './chain.ts';
import { withDown } from '../gates/spoil-down.ts';

const three = healthyCluster();
const six = healthyCluster({ places: [...places('dc1', 3), ...places('dc2', 3)] });
const withNone = three.nodes.reduce(
  (changed, { node }) => addYaml(changed, node, 'storage_compatibility_mode: NONE'),
  three,
);
const canaryDone = healthyCluster({ releases: ['5.0.9', '6.0-alpha2', '5.0.9'] });
const inHand = spoilHost(
  spoil(canaryDone, '10.0.0.2', { cql: { answers: false, readMillis: null, detail: 'connection refused' } }),
  '10.0.0.2',
  { lockedBy: 'default/cassandra-upgrade/prod1' },
);

/** Switched and stopped by an earlier run that was ended: its lock is there, the others see it down. */
const stopped = {
  ...spoil(seeRow(healthyCluster(), '10.0.0.2', { state: 'DN' }), '10.0.0.2', {
    ...{ running: false, version: null, ring: null, cluster: null, gossip: null, cql: null },
  }),
  inHand: ['10.0.0.2'],
};

const actors: SpecInput['actors'] = [
  { kind: 'reaper', name: 'repairs', url: 'http://reaper.example.net:8080' },
  {
    kind: 'cron',
    name: 'nightly',
    file: '/etc/cron.d/cassandra',
    line: 'nodetool snapshot',
    nodes: ['cass1'],
  },
];

const sha256 = 'b'.repeat(64);
const packageOf = (method: 'deb' | 'rpm'): SpecInput['install'] => ({
  ...{ method, file: `/srv/cassandra-6.0.${method}`, sha256 },
  former: [{ file: `/srv/cassandra-5.0.9.${method}`, sha256 }],
});
const ownCommands: SpecInput['install'] = {
  ...{ method: 'commands', home: '/opt/vendor/cassandra' },
  commands: { isInstalled: ['/opt/vendor/has', '{release}'], install: ['/opt/vendor/install', '{release}'] },
};

const file = (name: string) => `../../golden/plans/${name}.txt`;
const plan = (inventory: Inventory, changes: Partial<SpecInput> = {}) =>
  planRollingUpgrade(healthySpec(changes), inventory);

test.each<[string, Inventory, Partial<SpecInput>]>([
  ['three-nodes-5.0-to-6.0', three, {}],
  [
    'six-nodes-two-data-centers',
    six,
    { strategy: { canary: { node: 'cass5', approval: true }, order: ['cass4'] } },
  ],
  ['canary-done', canaryDone, {}],
  ['canary-in-hand', inHand, {}],
  ['canary-left-stopped', stopped, {}],
  ['others-paused', three, { actors }],
  [
    'three-nodes-3.11-to-4.0',
    { ...healthyCluster({ releases: ['3.11.11'] }), tables: [], clients: {} },
    {
      target: '4.0.7',
      preconditions: ['API Gateway runs the release of February 2023 or a later one.'],
      repair: { before: true },
    },
  ],
  ['one-node-down-for-ever', withDown(six, '10.0.0.5'), { strategy: { downNodes: ['10.0.0.5'] } }],
  [
    'three-nodes-4.1-to-5.0',
    healthyCluster({ releases: ['4.1.10'] }),
    { target: '5.0.9', java: { '5.0': '/usr/lib/jvm/java-17' } },
  ],
  ['source-in-mode-none', withNone, {}],
  ['installed-by-deb', three, { install: packageOf('deb') }],
  ['installed-by-rpm', three, { install: packageOf('rpm') }],
  ['installed-by-commands', three, { install: ownCommands }],
  [
    'data-inside-carried',
    { ...healthyCluster({ releases: ['3.11.11'] }), tables: [], clients: {} },
    {
      target: '4.0.7',
      install: { file: '/srv/4.0.7.tar.gz', sha256, home: '/opt/cassandra', carryData: 'copy' },
    },
  ],
  [
    'one-node-before-the-door',
    healthyCluster({ places: places('dc1', 1) }),
    { cms: { initialize: false }, repair: { enabled: false } },
  ],
])('the plan reads as the runbook: %s', async (name, inventory, changes) => {
  await expect(printPlan(plan(inventory, changes))).toMatchFileSnapshot(file(name));
});

test.each([
  [
    'chain-first-hop',
    chainCluster(['3.11.11'], [{ 'big-me': 9 }, { 'big-me': 9, 'big-mc': 2 }, { 'big-me': 1 }]),
  ],
  ['chain-rewriting-left', chainCluster(['4.0.7'], 'big-me')],
  ['chain-last-hop', chainCluster(['5.0.9'], 'big-nb')],
])('of a chain the plan shows this hop and those ahead: %s', async (name, inventory) => {
  await expect(printPlan(planRollingUpgrade(chainSpec(), inventory))).toMatchFileSnapshot(file(name));
});

test('gates that are shut stand in it, with evidence and remedy', async () => {
  const down = seeRow(spoilHost(three, '10.0.0.3', { clockSkewMillis: 4_000 }), '10.0.0.2', { state: 'DN' });
  const verdicts = judgePreflight({ spec: healthySpec(), inventory: down });
  expect(verdicts.filter((verdict) => !verdict.open).length).toBeGreaterThan(1);
  await expect(printPlan(plan(down), { verdicts })).toMatchFileSnapshot(file('gates-shut'));
});

test('where all gates are open their number is enough', async () => {
  const verdicts = judgePreflight({ spec: healthySpec(), inventory: three });
  expect(verdicts.every((verdict) => verdict.open)).toBe(true);
  await expect(printPlan(plan(three), { verdicts })).toMatchFileSnapshot(file('gates-open'));
});

test('what going back costs now stands in it, with what each upgraded node was judged by', async () => {
  const nodes = [
    { ...lossyNode(), ...numbered(2) },
    { ...oldNode(), ...numbered(1) },
    { ...oldNode(), ...numbered(3) },
  ];
  const ledger = makeLedger('2026-11-25T12:00:00.000Z', judgeNodes({ nodes }), replication());
  await expect(printPlan(plan(canaryDone), { ledger })).toMatchFileSnapshot(file('canary-done-in-mode-none'));
});

test('of many nodes groups stand in it', () => {
  const nodes = Array.from({ length: 60 }, (_, index) => ({ ...lossyNode(), ...numbered(index + 1) }));
  const ledger = smallLedger(makeLedger('2026-11-25T12:00:00.000Z', judgeNodes({ nodes }), replication()));
  const text = printPlan(plan(three), { ledger });
  expect(text).toContain(
    '    60 nodes (cass1, cass2, cass3, cass4, cass5, cass6, cass7, cass8, cass9, cass10, ...): ',
  );
  expect(text).toContain('        commit log 9, hints none');
});

test('expanded, the steps stand below every node', () => {
  const found = plan(three);
  const lines = (text: string) => text.split('\n');
  const drains = (text: string) => lines(text).filter((line) => /nodetool drain/.test(line)).length;
  expect([drains(printPlan(found)), drains(printPlan(found, { expand: true }))]).toEqual([1, 3]);
});

test('no line ends in a blank, and the whole ends in a line end', () => {
  const text = printPlan(plan(six), { expand: true });
  expect(text).toMatch(/[^\n]\n$/);
  expect(text).not.toMatch(/[ \t]$/m);
});
