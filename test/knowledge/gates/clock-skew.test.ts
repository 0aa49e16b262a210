import { expect, test } from 'vitest';
import { clockSkew } from '../../../knowledge/gates/clock-skew.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { healthyCluster, healthySpec, places, preflightInput, spoil, spoilHost } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) => clockSkew(preflightInput(inventory, spec));

function skewed(...skews: number[]) {
  return skews.reduce(
    (inventory, clockSkewMillis, index) => spoilHost(inventory, `10.0.0.${index + 1}`, { clockSkewMillis }),
    healthyCluster({ places: places('dc1', skews.length) }),
  );
}

test('opens when all clocks lie within the limit, the limit itself included', () => {
  expectOpen(judgeIt(skewed(0, 250, 500)), 'the clocks of 3 nodes lie within 500ms');
});

test('stays shut when a clock is off, and says which and which way', () => {
  const verdict = judgeIt(skewed(0, 0, -2_000));
  expectShut(verdict, "cass3 (10.0.0.3): its clock is 2s ahead of the other nodes'");
  expect(verdict.evidence.join()).not.toContain('cass1');
  expect(remedyOf(verdict)).toContain('time service of cass3 (10.0.0.3)');
});

test('two clocks that are off to both sides are both named', () => {
  expectShut(judgeIt(skewed(0, 400, -400)), 'cass2 (10.0.0.2)', 'cass3 (10.0.0.3)');
});

test("when only the worker's clock is off, the worker is named and no node", () => {
  const verdict = judgeIt(skewed(-3_600_000, -3_600_010, -3_600_020));
  expectShut(verdict, "the nodes' clocks are 1h ahead of the worker's");
  expect(verdict.evidence.join()).not.toContain('cass');
});

test("a single node is compared with the worker's clock", () => {
  expectOpen(judgeIt(skewed(100)));
  expectShut(judgeIt(skewed(2_000)), "behind the worker's");
});

test('the limit is the one in the file', () => {
  expectOpen(judgeIt(skewed(0, 0, 2_000), healthySpec({ gates: { maxClockSkew: '3s' } })));
});

test('stays shut when a clock was not told', () => {
  expectShut(judgeIt(skewed(0, 0, Number.NaN)), 'cass3 (10.0.0.3) did not tell its clock');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});
