import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ledger } from '../../../knowledge/ledger.ts';
import type { Replication } from '../../../knowledge/reversibility/loss.ts';
import { compareWaysBack, judgeNodes, makeLedger } from '../../../knowledge/reversibility/make-ledger.ts';
import {
  type Facts,
  filesSeen,
  lossyNode,
  numbered,
  oldNode,
  sstables,
  upgradedNode,
} from './sample-facts.ts';

interface Cluster {
  readonly nodes: readonly Facts[];
  readonly replication: Replication;
}

const times = fc.integer({ min: 0, max: 9 }).map((hour) => `2026-11-25T0${hour}:00:00.000Z`);
const pointAt = (since: string) => ({ since, release: '5.0.9', storageMode: null });

/** Old, carried over without a loss, carried over with one, or stopped on the way. */
const node: fc.Arbitrary<Facts> = fc
  .record({
    kind: fc.constantFrom('old', 'kept', 'lossy', 'stopped'),
    since: times,
    hasPoint: fc.boolean(),
    hasSnapshot: fc.boolean(),
    owes: fc.boolean(),
    formats: fc.constantFrom('big-nb', 'big-oa', 'big-pa'),
  })
  .map(({ kind, since, hasPoint, hasSnapshot, owes, formats }) => {
    const files = {
      ...(hasPoint ? { restorePoint: pointAt(since) } : { restorePoint: null }),
      ...(hasSnapshot ? { snapshot: { since, tables: 3 } } : { snapshot: null }),
      sstables: sstables(formats),
    };
    if (kind === 'old') return { ...oldNode(), files: filesSeen({ owesRepairSince: owes ? since : null }) };
    if (kind === 'kept') return upgradedNode({}, files);
    if (kind === 'lossy') return lossyNode({}, files);
    return upgradedNode({ running: false }, { ...files, changed: owes ? 0 : 3 });
  });

/** Two to five nodes; each keyspace has some of all possible sets of its number of replicas, in a ring. */
const cluster: fc.Arbitrary<Cluster> = fc.array(node, { minLength: 2, maxLength: 5 }).chain((facts) => {
  const nodes = facts.map((each, index) => ({ ...each, ...numbered(index + 1) }));
  const names = nodes.map((each) => each.node);
  const ring = (replicas: number) =>
    names.map((_, index) =>
      Array.from({ length: replicas }, (__, step) => names[(index + step) % names.length] ?? ''),
    );
  const keyspace = fc
    .integer({ min: 1, max: names.length })
    .chain((replicas) => fc.subarray(ring(replicas), { minLength: 1 }).map((sets) => ({ replicas, sets })));
  return fc.array(keyspace, { minLength: 1, maxLength: 3 }).map((keyspaces) => ({
    nodes,
    replication: {
      keyspaces: keyspaces.map(({ replicas }, index) => ({
        keyspace: `ks${index}`,
        strategy: 'SimpleStrategy',
        replicas: { '*': replicas },
      })),
      replicaSets: Object.fromEntries(keyspaces.map(({ sets }, index) => [`ks${index}`, sets])),
      dataCenters: Object.fromEntries(names.map((name) => [name, 'dc1'])),
      down: [],
    },
  }));
});

const ledgerOf = ({ nodes, replication }: Cluster): Ledger =>
  makeLedger('2026-11-25T12:00:00.000Z', judgeNodes({ nodes }), replication);

function expectNotCheaper(before: Cluster, after: Cluster): void {
  const [one, other] = [ledgerOf(before), ledgerOf(after)];
  expect(compareWaysBack(other.kind, one.kind)).toBeGreaterThanOrEqual(0);
  // Where there is no way back nothing is said of what it would lose.
  if (one.loses !== null && other.kind !== 'none') expect(other.loses).not.toBeNull();
}

function withNode({ nodes, replication }: Cluster, number: number, change: (facts: Facts) => Facts): Cluster {
  const at = number % nodes.length;
  return { replication, nodes: nodes.map((each, index) => (index === at ? change(each) : each)) };
}

const forgetting: readonly ((facts: Facts) => Facts)[] = [
  (facts) => ({ ...facts, release: null }),
  (facts) => ({ ...facts, running: null }),
  (facts) => ({ ...facts, yaml: null }),
  (facts) => ({ ...facts, files: null }),
  ...(['sstables', 'metadataLog', 'commitLogs', 'hints', 'changed', 'restorePoint', 'snapshot'] as const).map(
    (name) => (facts: Facts) => ({ ...facts, files: facts.files && { ...facts.files, [name]: null } }),
  ),
];

test('what is not known of a node never makes it cheaper', () => {
  fc.assert(
    fc.property(cluster, fc.nat(), fc.constantFrom(...forgetting), (before, number, forget) => {
      expectNotCheaper(before, withNode(before, number, forget));
    }),
    { numRuns: 400 },
  );
});

test('what is not known of the replicas never makes it cheaper', () => {
  fc.assert(
    fc.property(cluster, fc.boolean(), (before, noKeyspaces) => {
      const replication = {
        ...before.replication,
        replicaSets: null,
        ...(noKeyspaces && { keyspaces: [] }),
      };
      expectNotCheaper(before, { ...before, replication });
    }),
    { numRuns: 400 },
  );
});

test('one more node on the new format never makes it cheaper', () => {
  const upgrades = fc.constantFrom(upgradedNode, lossyNode);
  fc.assert(
    fc.property(cluster, fc.nat(), upgrades, times, (before, number, upgrade, since) => {
      const after = withNode(before, number, (facts) =>
        facts.release === '5.0.9'
          ? {
              ...upgrade(
                { node: facts.node, name: facts.name },
                { restorePoint: pointAt(since), owesRepairSince: facts.files?.owesRepairSince ?? null },
              ),
            }
          : facts,
      );
      expectNotCheaper(before, after);
    }),
    { numRuns: 400 },
  );
});

test('a loss is stated exactly when some range keeps no replica, and names its keyspace', () => {
  fc.assert(
    fc.property(cluster, (given) => {
      const { nodes, kind, loses } = ledgerOf(given);
      if (kind === 'none') return;
      const restored = nodes.filter((each) => ['restorePoint', 'snapshot', 'rebuild'].includes(each.kind));
      const without = nodes.filter((each) => restored.includes(each) || each.owesRepairSince !== undefined);
      const isGone = (set: readonly string[]) =>
        set.some((name) => restored.some((each) => each.node === name)) &&
        set.every((name) => without.some((each) => each.node === name));
      for (const [keyspace, sets] of Object.entries(given.replication.replicaSets ?? {})) {
        expect(new RegExp(`\\b${keyspace}\\b`).test(loses ?? '')).toBe(sets.some(isGone));
      }
    }),
    { numRuns: 400 },
  );
});
