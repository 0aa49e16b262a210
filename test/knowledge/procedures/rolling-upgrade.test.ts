import { expect, test } from 'vitest';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { PhaseName, Plan, Step } from '../../../knowledge/plan.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import {
  addYaml,
  clusterAtTheDoor,
  healthyCluster,
  healthySpec,
  hear,
  places,
  seeRow,
  spoil,
  spoilAll,
  spoilHost,
  withYaml,
} from '../gates/healthy-cluster.ts';
import { withDown } from '../gates/spoil-down.ts';
import { chainCluster, chainSpec } from './chain.ts';

const stepsOf = ({ phases }: Plan, name: PhaseName): readonly Step[] =>
  phases.find((phase) => phase.name === name)?.steps ?? [];
const nodesOf = (found: Plan, name: PhaseName) =>
  stepsOf(found, name).flatMap((step) => ('node' in step ? [step.node] : []));
const plan = (inventory: Inventory, changes: Partial<SpecInput> = {}) =>
  planRollingUpgrade(healthySpec(changes), inventory);
const halfDone = healthyCluster({ releases: ['5.0.9', '6.0-alpha2', '5.0.9'] });

test('all phases of a hop to 6.0 are there, in the order of the runbook', () => {
  expect(plan(healthyCluster()).phases.map(({ name }) => name)).toEqual([
    ...['preflight', 'backup', 'canary', 'roll', 'rewrite', 'repair', 'door', 'reconfigure', 'verify'],
  ]);
});

test('the canary soaks before the others follow, and a person is asked where the file wants it', () => {
  const canary = { kind: 'upgradeNode', node: '10.0.0.2' };
  const soak = { kind: 'soak', node: '10.0.0.2', duration: '10m' };
  expect(stepsOf(plan(healthyCluster()), 'canary')).toEqual([canary, soak]);
  const asking = plan(healthyCluster(), { strategy: { canary: { approval: true } } });
  expect(stepsOf(asking, 'canary')).toEqual([canary, soak, { kind: 'awaitApproval', door: 'afterCanary' }]);
});

test('nodes that are done drop out of backup, canary and roll, and the plan says so', () => {
  const found = plan(halfDone);
  expect(found.phases.map(({ name }) => name)).not.toContain('canary');
  expect(nodesOf(found, 'backup')).toEqual(nodesOf(found, 'roll'));
  expect(nodesOf(found, 'roll')).toEqual(['10.0.0.3', '10.0.0.1']);
  expect(nodesOf(found, 'rewrite')).toHaveLength(3);
  expect(found.remarks).toContain('1 of 3 nodes run 6.0-alpha2 already and are left out of the roll.');
});

test('the remarks of a half-done cluster are about the nodes that are still to go', () => {
  const done = healthyCluster({ releases: ['6.0-alpha2', '5.0.9', '5.0.9'] });
  expect(plan(done).remarks).toContainEqual(expect.stringContaining('5.0.9 ran in CASSANDRA_4'));
  expect(plan(done).remarks.join('\n')).not.toMatch(/6\.0-alpha2 ran in|nothing is lost/);
});

test.each([
  ['does not run', { running: false }],
  ['may run or not', { running: null }],
  ['does not serve', { cql: { answers: false, readMillis: null, detail: 'refused' } }],
  ['was not asked whether it serves', { cql: null }],
])('a node on the target that %s is not done', (_, change) => {
  expect(nodesOf(plan(spoil(halfDone, '10.0.0.2', change)), 'canary')).toContain('10.0.0.2');
});

test('with all nodes done only the rest is left', () => {
  expect(plan(clusterAtTheDoor()).phases.map(({ name }) => name)).toEqual([
    ...['preflight', 'rewrite', 'repair', 'door', 'reconfigure', 'verify'],
  ]);
});

test('the CMS is initialized from the node that is on the target first', () => {
  const from = (inventory: Inventory) => nodesOf(plan(inventory), 'door');
  expect(from(healthyCluster())).toEqual(['10.0.0.2']);
  expect(from(healthyCluster({ releases: ['5.0.9', '5.0.9', '6.0-alpha2'] }))).toEqual(['10.0.0.3']);
  // All done: the one that is up the longest.
  expect(from(clusterAtTheDoor())).toEqual(['10.0.0.1']);
});

test('the door opens after all that can be taken back, by a person', () => {
  const found = plan(healthyCluster());
  expect(stepsOf(found, 'door')).toEqual([
    { kind: 'awaitApproval', door: 'cms' },
    { kind: 'initializeCms', node: '10.0.0.2', ignore: [] },
  ]);
  expect(stepsOf(found, 'reconfigure')).toEqual([
    { kind: 'reconfigureCms', node: '10.0.0.2', replication: ['3'] },
  ]);
  expect(stepsOf(found, 'verify')).toEqual([
    { kind: 'smokeTestCms', node: '10.0.0.2' },
    { kind: 'verifyCms', members: 3 },
  ]);
});

test.each([
  ['the file stops before it', {}, { cms: { initialize: false } }],
  ['the target has none', { releases: ['4.1.10'] }, { target: '5.0.9' }],
])('there is no door where %s', (_, options, changes) => {
  const names = plan(healthyCluster(options), changes).phases.map(({ name }) => name);
  expect(names).toEqual(['preflight', 'backup', 'canary', 'roll', 'rewrite', 'repair']);
});

test('without repair in the file nothing is repaired', () => {
  const names = plan(healthyCluster(), { repair: { enabled: false } }).phases.map(({ name }) => name);
  expect(names).not.toContain('repair');
});

test('a cluster of one node has a canary and nothing to roll', () => {
  const found = plan(healthyCluster({ places: places('dc1', 1) }));
  expect(nodesOf(found, 'canary')).toContain('10.0.0.1');
  expect(stepsOf(found, 'roll')).toEqual([]);
});

test('the tag names cluster and target, and every snapshot bears it', () => {
  const found = plan(healthyCluster());
  expect(found.tag).toBe('ringlift-prod1-to-6.0-alpha2');
  expect(
    stepsOf(found, 'backup').every((step) => step.kind === 'takeSnapshot' && step.tag === found.tag),
  ).toBe(true);
});

test('what each node is when the plan is made stands in it', () => {
  expect(plan(halfDone).nodes[1]).toEqual({
    ...{ node: '10.0.0.2', name: 'cass2', dataCenter: 'dc1', rack: 'rack2', isSeed: false },
    ...{ release: '6.0-alpha2', tokenCount: 16 },
  });
  expect(plan(halfDone)).toMatchObject({ format: 1, schemaDigest: 'sha256:5ca1ab1e', to: '6.0-alpha2' });
});

test('a release that only gossip told is taken', () => {
  const silent = spoil(healthyCluster(), '10.0.0.2', { version: null });
  expect(plan(silent).nodes[1]).toMatchObject({ release: '5.0.9' });
  expect(plan(silent)).toMatchObject({ storageMode: 'CASSANDRA_4' });
});

test('a node whose release nobody told is named, with what it said', () => {
  const silent = spoil(hear(healthyCluster(), '10.0.0.2', null), '10.0.0.2', {
    version: null,
    problems: [{ asked: 'nodetool version', problem: 'refused' }],
  });
  expect(() => plan(silent)).toThrow(
    expect.objectContaining({
      name: 'PreconditionChanged',
      message: expect.stringMatching(/^cass2: .*which release.*nodetool version: refused/),
    }),
  );
});

const actors: SpecInput['actors'] = [{ kind: 'reaper', name: 'repairs', url: 'http://reaper:8080' }];

test('others are paused before the first change and put back at the end, however it ends', () => {
  const { phases } = plan(healthyCluster(), { actors });
  expect(phases.slice(0, 3).map(({ name }) => name)).toEqual(['preflight', 'quiet', 'backup']);
  expect(phases.at(-1)).toMatchObject({ name: 'unquiet', closing: true, steps: [{ kind: 'resumeActors' }] });
  expect(phases.filter(({ closing }) => closing)).toHaveLength(1);
});

test('how clients are served is measured before the first change and at the end, where the file asks for it', () => {
  const measuring = (gates: SpecInput['gates']) =>
    plan(healthyCluster(), { actors, gates }).phases.filter(({ steps }) =>
      steps.some(({ kind }) => kind === 'measureService'),
    );
  expect(measuring({})).toEqual([]);
  expect(measuring({ service: {} })).toEqual([
    { name: 'measure', steps: [{ kind: 'measureService', when: 'before' }] },
    { name: 'compare', steps: [{ kind: 'measureService', when: 'after' }] },
  ]);
  const names = plan(healthyCluster(), { actors, gates: { service: {} } }).phases.map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['preflight', 'quiet', 'measure', 'backup']);
  expect(names.slice(-2)).toEqual(['compare', 'unquiet']);
});

test('an actor on a node that is none is refused', () => {
  const slip: SpecInput['actors'] = [{ kind: 'systemdTimer', name: 'x', unit: 'x.timer', nodes: ['cass22'] }];
  expect(() => plan(healthyCluster(), { actors: slip })).toThrow(
    expect.objectContaining({ name: 'InvalidSpec', message: expect.stringContaining('found cass22 (x)') }),
  );
});

const gone = '10.0.0.3';
const downFor = (inventory: Inventory, changes: Partial<SpecInput> = {}) =>
  plan(withDown(inventory, gone), { ...changes, strategy: { downNodes: [gone], ...changes.strategy } });

test('a node that stays down is a member, is left alone, and is ignored at the door', () => {
  const found = downFor(healthyCluster({ places: places('dc1', 5) }));
  expect(found.down).toEqual([gone]);
  expect(found.nodes.find(({ node }) => node === gone)).toEqual({
    ...{ node: gone, name: gone, dataCenter: 'dc1', rack: 'rack3', isSeed: false },
    ...{ release: '5.0.9', tokenCount: 16 },
  });
  for (const phase of ['backup', 'canary', 'roll', 'rewrite', 'repair', 'inHand'] as const) {
    expect(nodesOf(found, phase)).not.toContain(gone);
  }
  expect(nodesOf(found, 'rewrite')).toHaveLength(4);
  expect(stepsOf(found, 'door')[1]).toMatchObject({ kind: 'initializeCms', ignore: [gone] });
  expect(found.remarks).toContainEqual(expect.stringMatching(/^10\.0\.0\.3 is down and stays so/));
});

test('the CMS is asked for members among those that are up', () => {
  expect(stepsOf(downFor(healthyCluster()), 'reconfigure')).toMatchObject([{ replication: ['2'] }]);
});

test('a canary that stays down is refused, an order that names it passes it over', () => {
  const five = healthyCluster({ places: places('dc1', 5) });
  expect(() => downFor(five, { strategy: { canary: { node: gone } } })).toThrow(
    expect.objectContaining({ name: 'InvalidSpec', message: expect.stringContaining(`found ${gone}`) }),
  );
  expect(nodesOf(downFor(five, { strategy: { order: [gone, 'cass4'] } }), 'canary')).toContain('10.0.0.4');
});

const silent = { running: false, version: null, ring: null, cluster: null, gossip: null, cql: null };

test('a node that somebody stopped stands in the plan by what the others see: its gates are for the preflight', () => {
  const found = plan(spoil(seeRow(healthyCluster(), '10.0.0.2', { state: 'DN' }), '10.0.0.2', silent));
  expect(found.nodes[1]).toMatchObject({
    node: '10.0.0.2',
    name: 'cass2',
    rack: 'rack2',
    release: '5.0.9',
    tokenCount: 16,
  });
  expect(found.inHand).toBeUndefined();
});

test('what an earlier run left stopped comes first, before any snapshot, and is the canary where none was', () => {
  const left = { ...spoil(healthyCluster(), '10.0.0.3', silent), inHand: ['10.0.0.3'] };
  const found = plan(left, { strategy: { canary: { approval: true } } });
  expect(found.phases.map(({ name }) => name).slice(0, 4)).toEqual(['preflight', 'inHand', 'backup', 'roll']);
  expect(found.inHand).toEqual(['10.0.0.3']);
  expect(stepsOf(found, 'inHand')).toEqual([
    { kind: 'upgradeNode', node: '10.0.0.3' },
    { kind: 'soak', node: '10.0.0.3', duration: '10m' },
    { kind: 'awaitApproval', door: 'afterCanary' },
  ]);
  expect(nodesOf(found, 'backup')).toEqual(nodesOf(found, 'roll'));
  expect(nodesOf(found, 'roll')).toEqual(['10.0.0.2', '10.0.0.1']);
  expect(nodesOf(found, 'door')).toEqual(['10.0.0.3']);
  expect(found.remarks).toContainEqual(expect.stringMatching(/^cass3 was left half done/));
});

test('after nodes that are done, one in hand is no canary', () => {
  const left = { ...spoil(halfDone, '10.0.0.3', silent), inHand: ['10.0.0.3'] };
  expect(stepsOf(plan(left), 'inHand')).toEqual([{ kind: 'upgradeNode', node: '10.0.0.3' }]);
  expect(nodesOf(plan(left), 'roll')).toEqual(['10.0.0.1']);
});

test('the mode is decided by the nodes that were not switched', () => {
  const none = healthyCluster().nodes.reduce(
    (changed, { node }) => addYaml(changed, node, 'storage_compatibility_mode: NONE'),
    healthyCluster(),
  );
  const switched = withYaml(none, '10.0.0.2', 'storage_compatibility_mode: CASSANDRA_5\n');
  const left = { ...spoil(switched, '10.0.0.2', silent), inHand: ['10.0.0.2'] };
  expect(plan(left).storageMode).toBe('CASSANDRA_5');
});

test.each([
  ['CASSANDRA_4', 'CASSANDRA_4'],
  ['UPGRADING', 'CASSANDRA_5'],
  ['NONE', 'CASSANDRA_5'],
])('a source in %s is carried in %s', (ran, carried) => {
  const inventory = healthyCluster().nodes.reduce(
    (changed, { node }) => addYaml(changed, node, `storage_compatibility_mode: ${ran}`),
    healthyCluster(),
  );
  expect(plan(inventory).storageMode).toBe(carried);
});

test('a node whose cassandra.yaml was not read tells no mode, and is not taken for one without the key', () => {
  const none = healthyCluster().nodes.reduce(
    (changed, { node }) => addYaml(changed, node, 'storage_compatibility_mode: NONE'),
    healthyCluster(),
  );
  expect(plan(spoil(none, '10.0.0.2', { host: null })).storageMode).toBe('CASSANDRA_5');
  expect(plan(withYaml(none, '10.0.0.2', undefined)).storageMode).toBe('CASSANDRA_5');
  const silentAll = none.nodes.reduce((changed, { node }) => spoil(changed, node, { host: null }), none);
  expect(() => plan(silentAll)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('no node told its storage compatibility mode'),
    }),
  );
});

test('nodes in different modes are refused, each with its own', () => {
  const mixed = addYaml(healthyCluster(), '10.0.0.2', 'storage_compatibility_mode: NONE');
  expect(() => plan(mixed)).toThrow(
    expect.objectContaining({
      name: 'PreconditionChanged',
      message: expect.stringMatching(/cass1 CASSANDRA_4, cass2 CASSANDRA_5, cass3 CASSANDRA_4/),
    }),
  );
});

test.each([
  ['a canary', { canary: { node: 'cass22' } }],
  ['an order', { order: ['cass1', 'cass22'] }],
])('%s that is no node of the ring is refused, not passed over', (_, strategy) => {
  expect(() => plan(healthyCluster(), { strategy })).toThrow(
    expect.objectContaining({ name: 'InvalidSpec', message: expect.stringMatching(/found cass22/) }),
  );
});

test('a canary that is done already is known, and does no harm', () => {
  expect(nodesOf(plan(halfDone, { strategy: { canary: { node: 'cass2' } } }), 'roll')).toEqual([
    ...['10.0.0.3', '10.0.0.1'],
  ]);
});

test('nodes that nobody wrote into the file are upgraded like the others', () => {
  expect(nodesOf(plan(spoilAll(healthyCluster(), {})), 'backup').toSorted()).toEqual([
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.3',
  ]);
});

test('what is declared and the repairs before come first, of a chain before its first hop, and only while none is upgraded', () => {
  const changes = { preconditions: ['the gateways are upgraded'], repair: { before: true } } as const;
  const phasesOf = (releases: readonly string[]) =>
    planRollingUpgrade(
      healthySpec({ ...changes, preconditions: [...changes.preconditions] }),
      healthyCluster({ releases }),
    ).phases.map(({ name }) => name);
  expect(phasesOf(['5.0.9']).slice(0, 4)).toEqual(['preflight', 'preconditions', 'repairBefore', 'backup']);
  const half = phasesOf(['6.0-alpha2', '5.0.9', '5.0.9']);
  expect(half).toContain('preconditions');
  expect(half).not.toContain('repairBefore');
  const plain = chainSpec();
  const chain = {
    ...plain,
    preconditions: [...changes.preconditions],
    repair: { ...plain.repair, before: true },
  };
  const later = planRollingUpgrade(chain, chainCluster(['4.0.7'], 'big-nb')).phases.map(({ name }) => name);
  expect(later).not.toContain('preconditions');
  expect(later).not.toContain('repairBefore');
});

test('a node that serves and was not compared with what it owned on DSE is not done', () => {
  const apart = (tag: string) =>
    spoilHost(healthyCluster({ releases: ['3.11.19'] }), '10.0.0.2', { unsettled: tag });
  const changes = { target: '3.11.19' };
  const unsettled = apart('ringlift-prod1-to-3.11.19');
  const found = plan({ ...unsettled, inHand: ['10.0.0.2'] }, changes);
  expect(nodesOf(found, 'inHand')).toEqual(['10.0.0.2']);
  expect([nodesOf(found, 'canary'), nodesOf(found, 'roll')]).toEqual([[], []]);
  expect(() => plan(apart('ringlift-prod1-to-3.11.14'), changes)).toThrow(
    /left DSE by another upgrade.*ringlift-prod1-to-3\.11\.14/,
  );
});
