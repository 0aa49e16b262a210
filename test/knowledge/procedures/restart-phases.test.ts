import { expect, test } from 'vitest';
import type { StorageMode } from '../../../knowledge/cassandra/releases.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Plan } from '../../../knowledge/plan.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { printPlan } from '../../../knowledge/procedures/print-plan.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { clusterAtTheDoor, healthyCluster, healthySpec, withYaml } from '../gates/healthy-cluster.ts';

const storage = { mode: 'NONE', soak: '1h' } as const;
const plan = (inventory: Inventory, changes: Partial<SpecInput> = {}) =>
  planRollingUpgrade(healthySpec({ storage, ...changes }), inventory);
const restartsOf = ({ phases }: Plan) =>
  phases
    .filter(({ name }) => /^storage|legacy/.test(name))
    .map(({ name, steps }) => [
      name,
      ...steps.map((step) => ('node' in step ? `${step.kind} ${step.node}` : step.kind)),
    ]);
const told = (...modes: StorageMode[]): Inventory => {
  const cluster = clusterAtTheDoor();
  const each = cluster.nodes.map(({ node }, index) => [node, modes[index] ?? null] as const);
  const written = cluster.nodes.reduce<Inventory>((inventory, { node, host }, index) => {
    const text = host?.configuration['cassandra.yaml'] ?? '';
    return withYaml(inventory, node, text.replace('CASSANDRA_4', modes[index] ?? 'CASSANDRA_4'));
  }, cluster);
  return { ...written, storageModes: Object.fromEntries(each) };
};

test('without the section in the file the mode is left as it is', () => {
  const { phases } = planRollingUpgrade(healthySpec(), healthyCluster());
  expect(phases.map(({ name }) => name)).not.toContain('storageUpgrading');
});

test('after all else comes UPGRADING, then NONE, each after a soak and behind a door', () => {
  const found = plan(healthyCluster());
  expect(found.phases.map(({ name }) => name).slice(-3)).toEqual([
    'verify',
    'storageUpgrading',
    'storageNone',
  ]);
  const restarts = ['restartNode 10.0.0.2', 'restartNode 10.0.0.1', 'restartNode 10.0.0.3'];
  expect(restartsOf(found)).toEqual([
    ['storageUpgrading', 'soak 10.0.0.2', 'awaitApproval', ...restarts],
    ['storageNone', 'soak 10.0.0.2', 'awaitApproval', ...restarts],
  ]);
  expect(found.storageMode).toBe('CASSANDRA_4');
});

test('the plan says what each of them ends', () => {
  const { remarks } = plan(healthyCluster());
  expect(remarks).toContainEqual(
    expect.stringMatching(
      /^Storage mode UPGRADING ends the way back by a change of binaries: .* sstables big-pa instead of big-nb/,
    ),
  );
  expect(remarks).toContainEqual(expect.stringMatching(/^Storage mode NONE .* can be taken back/));
  expect(printPlan(plan(healthyCluster()))).toMatch(/ONE WAY: storage mode UPGRADING, one node at a time/);
});

test('a file that names UPGRADING ends there', () => {
  const found = plan(healthyCluster(), { storage: { mode: 'UPGRADING' } });
  expect(restartsOf(found).map(([name]) => name)).toEqual(['storageUpgrading']);
});

test('nodes that run in the mode drop out, and what was begun is not soaked again', () => {
  const found = plan(told('UPGRADING', 'CASSANDRA_4', 'CASSANDRA_4'));
  expect(restartsOf(found)).toEqual([
    ['storageUpgrading', 'awaitApproval', 'restartNode 10.0.0.2', 'restartNode 10.0.0.3'],
    [
      'storageNone',
      'soak 10.0.0.2',
      'awaitApproval',
      'restartNode 10.0.0.2',
      'restartNode 10.0.0.1',
      'restartNode 10.0.0.3',
    ],
  ]);
  expect(restartsOf(plan(told('NONE', 'NONE', 'NONE')))).toEqual([]);
});

test('a node that does not tell its mode is looked at in its turn', () => {
  const found = plan({
    ...told('NONE', 'NONE', 'NONE'),
    storageModes: { '10.0.0.1': 'NONE', '10.0.0.2': 'NONE' },
  });
  expect(restartsOf(found).flat()).toContain('restartNode 10.0.0.3');
});

test('NONE goes back to UPGRADING by a restart without a door: it costs nothing', () => {
  const found = plan(told('NONE', 'UPGRADING', 'NONE'), { storage: { mode: 'UPGRADING' } });
  expect(restartsOf(found)).toEqual([['storageUpgrading', 'restartNode 10.0.0.1', 'restartNode 10.0.0.3']]);
  expect(found.remarks).toContainEqual(expect.stringContaining('costs a rolling restart and nothing else'));
});

test('different modes without a file that names one are refused as before', () => {
  expect(() => planRollingUpgrade(healthySpec(), told('UPGRADING', 'CASSANDRA_4', 'CASSANDRA_4'))).toThrow(
    expect.objectContaining({ name: 'PreconditionChanged' }),
  );
});
