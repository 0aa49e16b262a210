import { expect, test } from 'vitest';
import { nothingRunning } from '../../../knowledge/gates/nothing-running.ts';
import type { RunningCompaction } from '../../../knowledge/observation.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, preflightInput, spoil } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy) => nothingRunning(preflightInput(inventory));

function compacting(type: string) {
  const running: RunningCompaction[] = [
    { id: null, type, keyspace: 'shop', table: 'cart', completed: 1, total: 2, unit: 'bytes' },
  ];
  return judgeIt(
    spoil(healthy, '10.0.0.2', { compactions: { pending: 7, perTable: {}, running, remaining: null } }),
  );
}

test('opens when nothing runs, and says what is pending', () => {
  expectOpen(judgeIt(), 'on 3 nodes', '0 compactions pending');
});

test.each([
  ['Validation', 'a repair'],
  ['Anticompaction after repair', 'a repair'],
  ['Upgrade sstables', 'nodetool upgradesstables'],
  ['Cleanup', 'nodetool cleanup'],
])('stays shut while %s runs', (type, by) => {
  expectShut(compacting(type), `cass2 (10.0.0.2): ${type} of shop.cart is running, started by ${by}`);
});

test('ordinary compactions go on after the start: they do not shut it', () => {
  expectOpen(compacting('Compaction'), '7 compactions pending');
});

test('stays shut while a repair session is open, and gives the command that cancels it', () => {
  const verdict = judgeIt(spoil(healthy, '10.0.0.3', { repairs: [{ id: 'c0ffee', state: 'REPAIRING' }] }));
  expectShut(verdict, 'cass3 (10.0.0.3): repair session c0ffee is REPAIRING');
  expect(remedyOf(verdict)).toContain('`nodetool repair_admin cancel --session c0ffee` on cass3 (10.0.0.3)');
});

test.each(['AntiEntropyStage', 'ValidationExecutor', 'Repair-Task', 'Repair#3'])(
  'stays shut while %s works',
  (name) => {
    const threadPools = {
      pools: [{ name, active: 0, pending: 1, blocked: 0 }],
      dropped: {},
      droppedTotal: 0,
    };
    expectShut(
      judgeIt(spoil(healthy, '10.0.0.1', { threadPools })),
      `thread pool ${name} has 0 active and 1 pending`,
    );
  },
);

test('reads at work do not shut it', () => {
  const threadPools = {
    pools: [{ name: 'ReadStage', active: 9, pending: 9, blocked: 0 }],
    dropped: {},
    droppedTotal: 0,
  };
  expectOpen(judgeIt(spoil(healthy, '10.0.0.1', { threadPools })));
});

test('stays shut while a node streams or is not in mode NORMAL', () => {
  const net = { mode: 'LEAVING', streams: 2, idle: false, droppedMessages: 0 };
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.2', { net })),
    'cass2 (10.0.0.2) is in mode LEAVING',
    '2 stream(s) open',
  );
});

test.each([
  ['compactions', 'nodetool compactionstats'],
  ['threadPools', 'nodetool tpstats'],
  ['net', 'nodetool netstats'],
  ['repairs', 'nodetool repair_admin list'],
  ['version', 'nodetool version'],
] as const)('stays shut when a node did not tell its %s', (view, command) => {
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { [view]: null })), `cass2 (10.0.0.2): ${command}`);
});

test('3.11 has no repair_admin: its silence about it is not held against it', () => {
  const old = healthyCluster({ releases: ['3.11.19'] });
  const problems = [
    { asked: 'nodetool repair_admin list', problem: 'Found unexpected parameters: [repair_admin]' },
  ];
  expectOpen(judgeIt(spoil(old, '10.0.0.2', { repairs: null, problems })));
});
