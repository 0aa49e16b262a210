import { expect, test } from 'vitest';
import { nodeRunbook, planNodeUpgrade, type NodeSeen } from '../../../knowledge/procedures/node-upgrade.ts';
import { healthyCluster, planFor } from '../gates/healthy-cluster.ts';

const plan = planFor(healthyCluster());
const [from, to] = ['5.0.9', '6.0-alpha2'];
const onOld: NodeSeen = {
  name: 'cass1',
  running: true,
  runningRelease: from,
  installedRelease: from,
  inHand: false,
};

const steps = (changes: Partial<NodeSeen>) =>
  planNodeUpgrade(plan, '10.0.0.1', { ...onOld, ...changes }).steps.map(({ kind }) => kind);
const proofAlone = ['lockHost', 'awaitServing', 'awaitGatesAfter', 'unlockHost'];
const stopped = { running: false, runningRelease: null, inHand: true };

test('a node on its old release gets the whole runbook, what stops nothing before what does', () => {
  expect(steps({})).toEqual(nodeRunbook);
  const before = (one: string, other: string) =>
    nodeRunbook.findIndex((kind) => kind === one) < nodeRunbook.findIndex((kind) => kind === other);
  for (const harmless of ['lockHost', 'unpackRelease', 'prepareConfiguration', 'awaitGatesBefore']) {
    expect(before(harmless, 'drainNode'), harmless).toBe(true);
  }
  expect(before('makeRestorePoint', 'switchRelease')).toBe(true);
  expect(before('stopNode', 'makeRestorePoint')).toBe(true);
  expect(before('awaitGatesAfter', 'unlockHost')).toBe(true);
});

test('the plan of a node says where it comes from and goes to', () => {
  expect(planNodeUpgrade(plan, '10.0.0.1', onOld)).toMatchObject({ node: '10.0.0.1', from, to });
  expect(planNodeUpgrade(plan, '10.9.9.9', onOld).from).toBe('unknown');
});

test.each([
  ['runs the target', { runningRelease: to, installedRelease: to }],
  ['runs the target, as gossip prints it', { runningRelease: '6.0.0-alpha2', installedRelease: to }],
  ['runs the target from a folder of another name', { runningRelease: to, installedRelease: null }],
  ['runs the target and is in hand', { runningRelease: to, installedRelease: to, inHand: true }],
  ['is switched and starting, and does not answer yet', { runningRelease: null, installedRelease: to }],
  ['is switched and runs its old release still', { runningRelease: from, installedRelease: to }],
])('a node that %s must only prove that it serves', (_, seen) => {
  expect(steps(seen)).toEqual(proofAlone);
});

test('a node in hand that was stopped is not drained, and waits for no gate of before', () => {
  expect(steps(stopped)).toEqual([
    ...['lockHost', 'unpackRelease', 'prepareConfiguration', 'stopNode', 'makeRestorePoint'],
    ...['switchRelease', 'startNode', 'awaitServing', 'awaitGatesAfter', 'unlockHost'],
  ]);
});

test('a node in hand that was switched keeps the configuration that it has', () => {
  expect(steps({ ...stopped, installedRelease: to })).toEqual([
    ...['lockHost', 'stopNode', 'makeRestorePoint', 'switchRelease', 'startNode'],
    ...['awaitServing', 'awaitGatesAfter', 'unlockHost'],
  ]);
});

test('a node in hand that runs its old release is begun again', () => {
  expect(steps({ inHand: true })).toEqual(nodeRunbook);
});

test('a node that runs and does not answer is taken for one on its old release', () => {
  expect(steps({ runningRelease: null })).toEqual(nodeRunbook);
  expect(steps({ runningRelease: null, installedRelease: null })).toEqual(nodeRunbook);
});

test.each([
  ['on its old release', from],
  ['on the target', to],
  ['on a release of its own', null],
])('a node %s that somebody else stopped is left alone', (_, installedRelease) => {
  expect(() => steps({ ...stopped, inHand: false, installedRelease })).toThrow(
    expect.objectContaining({
      name: 'PreconditionChanged',
      message: expect.stringMatching(
        /^cass1: .*not running, and this upgrade did not stop it.*Nothing was changed/,
      ),
    }),
  );
});

test('data inside the release are carried below the stopped node, before its restore point, and not after the switch', () => {
  const carried = steps({ carriesData: true });
  const order = ['stopNode', 'carryData', 'makeRestorePoint', 'switchRelease'];
  expect(carried.filter((kind) => order.includes(kind))).toEqual(order);
  expect(carried.filter((kind) => kind !== 'carryData')).toEqual(nodeRunbook);
  expect(steps({ ...stopped, carriesData: true })).toContain('carryData');
  expect(steps({ ...stopped, carriesData: true, installedRelease: to })).not.toContain('carryData');
});

const leaving = {
  ...plan,
  to: '3.11.19',
  nodes: plan.nodes.map((node) => ({ ...node, release: 'dse-5.1.4' })),
};
const onDse: NodeSeen = { ...onOld, runningRelease: 'dse-5.1.4', installedRelease: 'dse-5.1.4' };
const outOfDse = (changes: Partial<NodeSeen>, from = leaving) =>
  planNodeUpgrade(from, '10.0.0.1', { ...onDse, ...changes }).steps.map(({ kind }) => kind);

test('a node that leaves DSE has its tables exported, replaced below the restore point, and compared', () => {
  expect(outOfDse({})).toEqual([
    ...['lockHost', 'unpackRelease', 'keepIdentity', 'prepareConfiguration', 'awaitGatesBefore', 'drainNode'],
    ...['stopNode', 'makeRestorePoint', 'replaceSystemTables', 'switchRelease', 'startNode'],
    ...['awaitServing', 'settleSystemTables', 'awaitGatesAfter', 'unlockHost'],
  ]);
  const within = { ...leaving, to: 'dse-5.1.20' };
  expect(outOfDse({}, within)).toEqual(nodeRunbook);
});

test('one that was stopped on its way out of DSE is not asked any more, and never started without the rest', () => {
  const heard = { ...leaving, nodes: leaving.nodes.map((node) => ({ ...node, release: '3.11.0.1855' })) };
  for (const from of [leaving, heard]) {
    expect(outOfDse(stopped, from)).not.toContain('keepIdentity');
    expect(outOfDse(stopped, from)).toContain('replaceSystemTables');
    const switched = outOfDse({ ...stopped, installedRelease: '3.11.19' }, from);
    expect(switched).toContain('replaceSystemTables');
    expect(switched.indexOf('replaceSystemTables')).toBeLessThan(switched.indexOf('startNode'));
    expect(switched).toContain('settleSystemTables');
  }
});

test('a node that came out of DSE and was not compared yet is so by every new start, serving or not', () => {
  const on = { runningRelease: '3.11.19', installedRelease: '3.11.19', isUnsettled: true };
  const apart = { ...leaving, nodes: leaving.nodes.map((node) => ({ ...node, release: '3.11.19' })) };
  const proof = ['lockHost', 'awaitServing', 'settleSystemTables', 'awaitGatesAfter', 'unlockHost'];
  expect(outOfDse(on, apart)).toEqual(proof);
  expect(outOfDse({ ...on, runningRelease: null }, apart)).toEqual(proof);
  const switched = outOfDse({ ...stopped, ...on, running: false }, apart);
  expect(switched.filter((kind) => /SystemTables|startNode/.test(kind))).toEqual([
    ...['replaceSystemTables', 'startNode', 'settleSystemTables'],
  ]);
  expect(outOfDse({ ...on, isUnsettled: false }, apart)).not.toContain('settleSystemTables');
});
