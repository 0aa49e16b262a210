/** Who goes ahead, who goes together, who is last, and what the plan says of it. */
import { expect, test } from 'vitest';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Plan, PhaseName } from '../../../knowledge/plan.ts';
import { printPlan } from '../../../knowledge/procedures/print-plan.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import {
  type Place,
  healthyCluster,
  healthySpec,
  places,
  spoil,
  spoilHost,
} from '../gates/healthy-cluster.ts';
import { replicaSetsOf } from '../replicas/ring-of-racks.ts';

function clusterOf(given: readonly Place[], more: Parameters<typeof healthyCluster>[0] = {}): Inventory {
  const inventory = healthyCluster({ places: given, ...more });
  const ring = inventory.nodes.map(({ node, name }, index) => ({
    ...{ node, name, isSeed: false, dataCenter: 'dc1', rack: 'rack1' },
    ...given[index],
  }));
  const sets = inventory.keyspaces.map((each) => [each.keyspace, replicaSetsOf(ring, each)] as const);
  return { ...inventory, replicaSets: Object.fromEntries(sets) };
}

const racks = clusterOf(places('dc1', 6));
const centers = [...places('dc1', 3), ...places('dc2', 3)];
const two = clusterOf(centers);
const plan = (inventory: Inventory, strategy: SpecInput['strategy'], more: Partial<SpecInput> = {}): Plan =>
  planRollingUpgrade(healthySpec({ strategy: strategy ?? {}, ...more }), inventory);
const together = { atOnce: 'rack', consistency: 'LOCAL_QUORUM' } as const;

/** `1`, `2+5`, `soak 1`, `? fallback`, by the last number of each address. */
function stepsIn({ phases }: Plan, ...names: PhaseName[]): string[] {
  const short = (node: string) => node.split('.').at(-1) ?? '';
  return phases
    .filter(({ name }) => names.includes(name))
    .flatMap(({ steps }) => steps)
    .map((step) => {
      if (step.kind === 'upgradeGroup') return step.nodes.map(short).join('+');
      if (step.kind === 'awaitApproval') return `? ${step.door}`;
      return `${step.kind === 'upgradeNode' ? '' : `${step.kind} `}${'node' in step ? short(step.node) : ''}`;
    });
}

test('a rack at a time: the canary alone, then what is left of each rack together', () => {
  const { phases, remarks } = plan(racks, together);
  expect(stepsIn(plan(racks, together), 'canary', 'rollInGroups')).toEqual([
    '4',
    'soak 4',
    '1',
    '2+5',
    '3+6',
  ]);
  expect(phases.map(({ name }) => name)).not.toContain('roll');
  expect(remarks.join('\n')).toContain('Up to 2 nodes are down at once (cass2 and cass5)');
  expect(remarks.join('\n')).toContain('Requests above LOCAL_QUORUM may fail while a group is down');
});

test('what replica sets do not prove goes one at a time, and the plan says why', () => {
  const thin: Inventory = {
    ...racks,
    keyspaces: racks.keyspaces.map((each) => ({ ...each, replicas: { dc1: 1 } })),
    replicaSets: { shop: racks.nodes.map(({ node }) => [node]), system_auth: [['10.0.0.1']] },
  };
  const steps = stepsIn(plan(thin, together), 'rollInGroups');
  expect(steps).toEqual(['1', '2', '5', '3', '6']);
  const text = plan(thin, together).remarks.join('\n');
  expect(text).toContain('No two nodes may be down together at LOCAL_QUORUM');
  expect(text).toMatch(/cass5 not together with cass2: shop.*: a range has 1 replicas/);
  expect(stepsIn(plan({ ...racks, replicaSets: null }, together), 'rollInGroups')).toEqual(steps);
});

test('a limit cuts a rack', () => {
  const nine = clusterOf(places('dc1', 12));
  const of = (mostAtOnce: number) => stepsIn(plan(nine, { ...together, mostAtOnce }), 'rollInGroups');
  expect(of(4)).toEqual(['7+10+1', '2+5+8+11', '3+6+9+12']);
  expect(of(2)).toEqual(['7+10', '1', '2+5', '8+11', '3+6', '9+12']);
});

test('data centers side by side, one node of each', () => {
  const parallel = { dataCenters: { inParallel: true }, consistency: 'LOCAL_QUORUM' } as const;
  expect(stepsIn(plan(two, parallel), 'canary', 'rollInGroups')).toEqual(['2', 'soak 2', '1+4', '3+5', '6']);
  expect(plan(two, parallel).remarks.join('\n')).toContain('Data centers go side by side');
});

test('a data center goes ahead as a whole, is watched, approved, and then the others follow', () => {
  const made = plan(two, { canary: { dataCenter: 'dc2', soak: '1h', approval: true } });
  expect(stepsIn(made, 'canary')).toEqual(['4', 'soak 4']);
  expect(stepsIn(made, 'canaryCenter')).toEqual(['5', '6', 'soak 4', '? afterCanary']);
  expect(stepsIn(made, 'roll')).toEqual(['1', '2', '3']);
});

test('started again before anything outside of it was carried, it is watched and approved still; later it is not', () => {
  const strategy = { canary: { dataCenter: 'dc2', approval: true } };
  const done = (nodes: number[]) =>
    clusterOf(centers, {
      releases: [1, 2, 3, 4, 5, 6].map((number) => (nodes.includes(number) ? '6.0-alpha2' : '5.0.9')),
    });
  expect(stepsIn(plan(done([4, 5, 6]), strategy), 'canaryCenter')).toEqual(['soak 4', '? afterCanary']);
  expect(stepsIn(plan(done([4]), strategy), 'canaryCenter')).toEqual(['5', '6', 'soak 4', '? afterCanary']);
  expect(stepsIn(plan(done([1, 4, 5, 6]), strategy), 'canaryCenter')).toEqual([]);
});

test('a data center to fall back on is the last, behind a door of its own', () => {
  const made = plan(two, { dataCenters: { fallback: { name: 'dc1' } } });
  expect(stepsIn(made, 'canary', 'roll', 'fallback')).toEqual([
    ...['4', 'soak 4', '5', '6', '? fallback', '1', '2', '3'],
  ]);
  expect(made.remarks.join('\n')).toContain('dc1 stays on the old release until a person lets it follow');
});

test('one that never follows is left alone: nothing is saved, rewritten, repaired or initialized there or anywhere', () => {
  const made = plan(two, { dataCenters: { fallback: { name: 'dc1', follows: 'never' } } });
  expect(made.kept).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  expect(stepsIn(made, 'backup')).toEqual(['takeSnapshot 4', 'takeSnapshot 5', 'takeSnapshot 6']);
  expect(stepsIn(made, 'canary', 'roll', 'fallback')).toEqual(['4', 'soak 4', '5', '6']);
  expect(made.phases.map(({ name }) => name)).toEqual(['preflight', 'backup', 'canary', 'roll']);
  expect(made.remarks.join('\n')).toContain('dc1 stays on 5.0.9 (strategy.dataCenters.fallback)');
  expect(made.remarks.join('\n')).not.toContain('run 6.0-alpha2 already');
});

test('data centers come in the order of the file', () => {
  const made = plan(two, { dataCenters: { order: ['dc2'] } });
  expect(stepsIn(made, 'canary', 'roll')).toEqual(['4', 'soak 4', '5', '6', '1', '2', '3']);
});

test.each<[NonNullable<SpecInput['strategy']>, string]>([
  [{ dataCenters: { order: ['dc9'] } }, 'it names data centers that are not in the ring'],
  [{ canary: { dataCenter: 'dc9' } }, 'it names data centers that are not in the ring'],
  [{ canary: { dataCenter: 'dc2', node: 'cass1' } }, 'the canary cass1 is not of the data center'],
  [{ canary: { node: 'cass1' }, dataCenters: { fallback: { name: 'dc1' } } }, 'the canary cass1 is not of'],
])('%j is refused with the data centers that there are', (strategy, says) => {
  expect(() => plan(two, strategy)).toThrow(says);
  expect(() => plan(two, strategy)).toThrow('data centers of the ring: dc1, dc2');
});

test('nodes that were left half done together are brought to their end together, whatever the file says now', () => {
  const refused = { cql: { answers: false, readMillis: null, detail: 'refused' }, running: false };
  const halfDone = ['10.0.0.2', '10.0.0.5'].reduce(
    (changed, node) => spoilHost(spoil(changed, node, refused), node, { lockedBy: 'default/x' }),
    clusterOf(places('dc1', 6), {
      releases: ['6.0-alpha2', '5.0.9', '5.0.9', '6.0-alpha2', '5.0.9', '5.0.9'],
    }),
  );
  const made = plan({ ...halfDone, inHand: ['10.0.0.2', '10.0.0.5'] }, {});
  expect(stepsIn(made, 'inHand')).toEqual(['2+5']);
  expect(made.remarks.join('\n')).toContain('cass2 and cass5 were left half done together');
});

test.each<[string, Inventory, SpecInput['strategy']]>([
  [
    'a-rack-at-a-time',
    racks,
    { ...together, windows: [{ days: ['sat', 'sun'], from: '22:00', to: '05:00' }] },
  ],
  [
    'data-centers-in-parallel',
    two,
    { atOnce: 'rack', consistency: 'QUORUM', dataCenters: { inParallel: true } },
  ],
  [
    'canary-and-fallback-data-centers',
    clusterOf([...centers, ...places('dc3', 3)]),
    { canary: { dataCenter: 'dc2', approval: true }, dataCenters: { fallback: { name: 'dc1' } } },
  ],
])('the plan %s reads as the runbook of its order', async (name, inventory, strategy) => {
  await expect(printPlan(plan(inventory, strategy))).toMatchFileSnapshot(`../../golden/plans/${name}.txt`);
});
