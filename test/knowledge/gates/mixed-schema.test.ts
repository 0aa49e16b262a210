import { expect, test } from 'vitest';
import type { NodeGateInput } from '../../../knowledge/gates/gate-input.ts';
import { judgeBeforeNode } from '../../../knowledge/gates/judge-before-node.ts';
import {
  guardsMixedSchema,
  mixedSchema,
  mixedSchemaStops,
  warnOfMixedSchema,
} from '../../../knowledge/gates/mixed-schema.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { CompactionView } from '../../../knowledge/observation.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import {
  healthyCluster,
  healthySpec,
  nodeGateInput,
  planFor,
  spoil,
  spoilAll,
  spoilHost,
} from './healthy-cluster.ts';

const [first, second, last] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
/** The looks are of 2026-07-01T12:00. */
const startedAt = (inventory: Inventory, processStartedAt: string | null) =>
  spoilHost(inventory, first, { processStartedAt });
const mixed = startedAt(
  healthyCluster({ releases: ['dse-5.1.4', 'dse-5.0.14'] }),
  '2026-07-01T09:30:00.000Z',
);

function inputOf(inventory: Inventory, mixedSchemaOf?: NonNullable<SpecInput['gates']>['mixedSchema']) {
  const spec = healthySpec({
    target: 'dse-5.1.4',
    ...(mixedSchemaOf && { gates: { mixedSchema: mixedSchemaOf } }),
  });
  return { ...nodeGateInput(inventory, last, { spec }, mixed), plan: planFor(mixed, spec) };
}
const compacting = (tables: number): { compactions: CompactionView } => ({
  compactions: {
    pending: tables + 40,
    perTable: { 'system.local': tables - 1, 'shop.orders': 40 },
    running: [
      {
        id: null,
        type: 'Compaction',
        keyspace: 'system_schema',
        table: 'tables',
        completed: 1,
        total: 2,
        unit: 'bytes',
      },
      {
        id: null,
        type: 'Compaction',
        keyspace: 'shop',
        table: 'orders',
        completed: 1,
        total: 2,
        unit: 'bytes',
      },
    ],
    remaining: null,
  },
});

test('it tells which versions stand, since when, and that nobody compacts system tables', () => {
  expectOpen(
    mixedSchema(inputOf(mixed)),
    /2 schema versions stand side by side \(.*dse-5\.0\.14 and .*dse-5\.1\.4\), since 2026-07-01T09:30:00\.000Z or before: 2h30m/,
    'no node of 2 compacts system tables',
  );
  expect(warnOfMixedSchema(inputOf(mixed))).toEqual([]);
});

test('while one release runs there is one version, and nothing to hurry for', () => {
  const before = healthyCluster({ releases: ['dse-5.0.14'] });
  expectOpen(mixedSchema(inputOf(before)), /dse-5\.0\.14 on 2 nodes/);
  expect(warnOfMixedSchema(inputOf(spoil(before, first, compacting(90))))).toEqual([]);
});

test('after gates.mixedSchema.warnAfter people are told to hurry, and nothing is held for it', () => {
  const long = startedAt(mixed, '2026-06-30T11:59:00.000Z');
  expectOpen(mixedSchema(inputOf(long)), 'longer than gates.mixedSchema.warnAfter (1d): hurry');
  expect(warnOfMixedSchema(inputOf(long))).toEqual([expect.stringMatching(/24h01m: longer than .*hurry/)]);
  expect(warnOfMixedSchema(inputOf(long, { warnAfter: '2d' }))).toEqual([]);
  expect(warnOfMixedSchema(inputOf(mixed, { warnAfter: '2h' }))).toHaveLength(1);
});

test('compactions of system tables are watched: by default the roll is hurried, else held, or a person asked', () => {
  const busy = spoil(mixed, second, compacting(21));
  expectOpen(
    mixedSchema(inputOf(busy)),
    'cass2 (10.0.0.2): 21 compactions of system tables at work or pending',
  );
  expect(warnOfMixedSchema(inputOf(busy))).toEqual([
    expect.stringMatching(/cass2 .*without end: hurry the roll/),
  ]);
  for (const onBusy of ['hold', 'stop'] as const) {
    const verdict = mixedSchema(inputOf(busy, { onBusy }));
    expectShut(verdict, 'cass2 (10.0.0.2): 21 compactions of system tables');
    expect(remedyOf(verdict)).toContain('gates.mixedSchema.onBusy: hurry');
    const { gates } = healthySpec({ gates: { mixedSchema: { onBusy } } });
    expect(mixedSchemaStops({ gates }, [verdict])).toBe(onBusy === 'stop');
    expectOpen(mixedSchema(inputOf(spoil(mixed, second, compacting(20)), { onBusy })));
    expectOpen(mixedSchema(inputOf(spoil(mixed, last, compacting(90)), { onBusy })));
  }
});

test('what another node does not tell keeps it shut', () => {
  expectShut(mixedSchema(inputOf(spoil(mixed, second, { compactions: null }))), 'nodetool compactionstats');
  expectShut(mixedSchema(inputOf(spoil(mixed, second, { cluster: null }))), 'nodetool describecluster');
  expectShut(
    mixedSchema(inputOf(startedAt(mixed, null))),
    'cass1 (10.0.0.1): since when its process runs is not known',
  );
  expectOpen(mixedSchema(inputOf(spoil(mixed, last, { compactions: null, cluster: null }))));
});

test('hops of DSE are guarded, others where the file says how, and a way back never', () => {
  const apache = nodeGateInput(healthyCluster(), first);
  expect(guardsMixedSchema(apache)).toBe(false);
  expect(guardsMixedSchema({ ...apache, spec: healthySpec({ gates: { mixedSchema: {} } }) })).toBe(true);
  const input = inputOf(mixed);
  expect(guardsMixedSchema(input)).toBe(true);
  expect(guardsMixedSchema({ ...input, plan: { ...input.plan, leaving: 'dse-5.1.4' } })).toBe(false);
  const apart = spoilAll(mixed, ({ compactions }) => ({ compactions }));
  const gates = (judged: NodeGateInput) => judgeBeforeNode(judged).map(({ gate }) => gate);
  expect(gates(inputOf(apart))).toContain('mixedSchema');
  expect(gates(apache)).not.toContain('mixedSchema');
});
