import { expect, test } from 'vitest';
import { judgePreflight } from '../../../knowledge/gates/judge-preflight.ts';
import { sstablesRewritten } from '../../../knowledge/gates/sstables-rewritten.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { specOfHop } from '../../../knowledge/spec/spec-of-hop.ts';
import { chainCluster, chainSpec } from '../procedures/chain.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const whole = chainSpec();
const judgeIt = (inventory = chainCluster(['4.0.7'], 'big-nb'), leftovers: readonly string[] = []) =>
  sstablesRewritten({
    spec: specOfHop(whole, '4.1.10'),
    inventory,
    plan: { hop: { number: 2, of: 4, ahead: [] }, leftovers },
  });

test('opens when no node has anything older than what it writes', () => {
  expectOpen(judgeIt(), 'cass1 (10.0.0.1): no sstable is older than what 4.0.7 writes');
});

test('stays shut for a single old sstable, and names the node and what is old', () => {
  const verdict = judgeIt(
    chainCluster(['4.0.7'], [{ 'big-nb': 9 }, { 'big-nb': 9, 'big-me': 1 }, { 'big-nb': 9 }]),
  );
  expectShut(verdict, 'cass2 (10.0.0.2) has sstables older than what 4.0.7 writes: 1 big-me');
  expect(remedyOf(verdict)).toContain('upgradesstables on cass2');
});

test('opens where the plan rewrites them before the hop', () => {
  const old = chainCluster(['4.0.7'], [{ 'big-nb': 9 }, { 'big-me': 1 }, {}]);
  expectOpen(judgeIt(old, ['10.0.0.2']), 'the plan rewrites them first');
  expectShut(judgeIt(old, ['10.0.0.1']), 'cass2');
});

test('stays shut when what lies on a disk is not known', () => {
  expectShut(
    judgeIt(chainCluster(['4.0.7'], [{}, null, {}])),
    'cass2 (10.0.0.2): which sstables it has is not known',
  );
  expectShut(judgeIt(healthyCluster({ releases: ['4.0.7'] })), 'is not known');
  const fresh = chainCluster(['4.0.7'], 'big-nb');
  expectShut(judgeIt(spoil(fresh, '10.0.0.3', { version: null })), 'cass3');
  expectShut(judgeIt(spoilHost(fresh, '10.0.0.3', { configuration: {} })), 'cass3');
});

test('a node that runs the release of the hop already is rewritten at its end', () => {
  expectOpen(judgeIt(chainCluster(['4.1.10', '4.0.7'], 'big-nb')), 'rewritten at the end of the hop');
});

test('it is asked of a chain alone', () => {
  const names = (input: Parameters<typeof judgePreflight>[0]) =>
    judgePreflight(input).map(({ gate }) => gate);
  expect(names(preflightInput(healthyCluster()))).not.toContain('sstablesRewritten');
  const inventory = chainCluster(['4.0.7'], 'big-nb');
  const plan = planRollingUpgrade(whole, inventory);
  expect(names({ spec: specOfHop(whole, plan.to), inventory, plan })).toContain('sstablesRewritten');
});
