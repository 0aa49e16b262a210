/** What holds for every plan, whatever the cluster, the file, and how much of it is done. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { Plan, Step } from '../../../knowledge/plan.ts';
import type { Spec } from '../../../knowledge/spec/spec.ts';
import { healthyCluster, healthySpec, spoil } from '../gates/healthy-cluster.ts';

interface Case {
  readonly spec: Spec;
  readonly inventory: Inventory;
  /** On the target, up and serving. */
  readonly done: ReadonlySet<string>;
}

const place = fc.record({
  dataCenter: fc.constantFrom('dc1', 'dc2', 'DC10'),
  rack: fc.constantFrom('rack1', 'rack2', 'rack10'),
});
const node = fc.record({ place, isUpgraded: fc.boolean(), isServing: fc.boolean() });
const named = fc.nat(8).map((number) => (number % 2 === 0 ? `cass${number + 1}` : `10.0.0.${number + 1}`));

const drafts = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 9 }),
  canary: fc.option(named, { nil: undefined }),
  order: fc.option(fc.array(named), { nil: undefined }),
  approval: fc.boolean(),
  initialize: fc.boolean(),
  repair: fc.boolean(),
});
type Draft = typeof drafts extends fc.Arbitrary<infer Value> ? Value : never;

function caseOf({ nodes, canary, order, approval, initialize, repair }: Draft): Case {
  const isKnown = (name: string) => Number(/\d+$/.exec(name)?.[0]) <= nodes.length;
  const spec = healthySpec({
    strategy: {
      canary: { approval, ...(canary !== undefined && isKnown(canary) ? { node: canary } : {}) },
      ...(order ? { order: order.filter(isKnown) } : {}),
    },
    cms: { initialize },
    repair: { enabled: repair },
  });
  const releases = nodes.map(({ isUpgraded }) => (isUpgraded ? '6.0-alpha2' : '5.0.9'));
  const healthy = healthyCluster({ places: nodes.map((each) => each.place), releases });
  const silent = healthy.nodes.filter((_, index) => nodes[index]?.isServing === false);
  const refused = { cql: { answers: false, readMillis: null, detail: 'refused' } };
  const inventory = silent.reduce((changed, seen) => spoil(changed, seen.node, refused), healthy);
  const done = healthy.nodes.filter((_, index) => nodes[index]?.isUpgraded && nodes[index]?.isServing);
  return { spec, inventory, done: new Set(done.map((seen) => seen.node)) };
}

function holds(name: string, check: (steps: readonly Step[], given: Case, plan: Plan) => void): void {
  test(name, () => {
    const property = fc.property(drafts, (draft) => {
      const given = caseOf(draft);
      const plan = planRollingUpgrade(given.spec, given.inventory);
      check(
        plan.phases.flatMap(({ steps }) => steps),
        given,
        plan,
      );
    });
    fc.assert(property, { numRuns: 100 });
  });
}

const positionsOf = (steps: readonly Step[], kind: Step['kind']) =>
  steps.flatMap((step, index) => (step.kind === kind ? [index] : []));
const nodesOf = (steps: readonly Step[], kind: Step['kind']) =>
  steps.flatMap((step) => (step.kind === kind && 'node' in step ? [step.node] : []));

holds('every node that is not done is upgraded exactly once, and no other', (steps, { inventory, done }) => {
  const wanted = inventory.nodes.map((seen) => seen.node).filter((address) => !done.has(address));
  expect(nodesOf(steps, 'upgradeNode').toSorted()).toEqual(wanted.toSorted());
});

holds('what is done is neither saved nor begun again', (steps, { done }) => {
  for (const kind of ['upgradeNode', 'takeSnapshot', 'soak'] as const) {
    expect(nodesOf(steps, kind).filter((address) => done.has(address))).toEqual([]);
  }
});

holds('all snapshots are taken before any node is touched, and of each that is', (steps) => {
  const touched = positionsOf(steps, 'upgradeNode');
  expect(Math.max(-1, ...positionsOf(steps, 'takeSnapshot'))).toBeLessThan(Math.min(Infinity, ...touched));
  expect(nodesOf(steps, 'takeSnapshot').toSorted()).toEqual(nodesOf(steps, 'upgradeNode').toSorted());
});

holds('the preflight comes first, and once', (steps) => {
  expect(positionsOf(steps, 'awaitPreflight')).toEqual([0]);
});

holds(
  'the door comes once at most, behind an approval, after every node and every rewriting',
  (steps, { spec }) => {
    const doors = positionsOf(steps, 'initializeCms');
    expect(doors).toHaveLength(spec.cms.initialize ? 1 : 0);
    for (const door of doors) {
      expect(steps[door - 1]).toEqual({ kind: 'awaitApproval', door: 'cms' });
      for (const kind of ['upgradeNode', 'takeSnapshot', 'rewriteSSTables', 'repairNode'] as const) {
        expect(Math.max(-1, ...positionsOf(steps, kind))).toBeLessThan(door);
      }
      expect(Math.min(...positionsOf(steps, 'reconfigureCms'))).toBeGreaterThan(door);
    }
  },
);

holds(
  'sstables of every node are rewritten, and none is repaired, before all run the target',
  (steps, { inventory }) => {
    expect(nodesOf(steps, 'rewriteSSTables').toSorted()).toEqual(
      inventory.nodes.map((seen) => seen.node).toSorted(),
    );
    const last = Math.max(-1, ...positionsOf(steps, 'upgradeNode'));
    for (const kind of ['rewriteSSTables', 'repairNode'] as const) {
      expect(Math.min(Infinity, ...positionsOf(steps, kind))).toBeGreaterThan(last);
    }
  },
);

holds('a canary is soaked where none has been, and only there', (steps, { done }) => {
  const [first] = nodesOf(steps, 'upgradeNode');
  expect(nodesOf(steps, 'soak')).toEqual(done.size === 0 ? [first] : []);
});

holds('the CMS begins where the target runs the longest that is known of', (steps, { done }) => {
  const [initiator] = nodesOf(steps, 'initializeCms');
  if (initiator === undefined) return;
  if (done.size > 0) expect(done).toContain(initiator);
  else expect(initiator).toBe(nodesOf(steps, 'upgradeNode')[0]);
});

holds(
  'the same file and the same cluster give the same plan, in whatever order the nodes were seen',
  (_, given, plan) => {
    const turned = { ...given.inventory, nodes: given.inventory.nodes.toReversed() };
    expect(planRollingUpgrade(given.spec, given.inventory)).toEqual(plan);
    expect(planRollingUpgrade(given.spec, turned)).toEqual(plan);
  },
);

holds(
  'what stands in it about going back is about the releases that are left',
  (_, { inventory }, { remarks }) => {
    const isLeft = inventory.nodes.some((seen) => seen.version?.release === '5.0.9');
    expect(remarks.some((remark) => remark.includes('5.0.9 ran in CASSANDRA_4'))).toBe(isLeft);
    expect(remarks.some((remark) => /6\.0-alpha2 ran in|nothing is lost/.test(remark))).toBe(false);
  },
);

holds('a plan is plain JSON', (_, __, plan) => {
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});
