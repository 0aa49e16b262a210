import { expect, test } from 'vitest';
import { replicasSafe, replicasSafeWithout } from '../../../knowledge/gates/replicas-safe.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import {
  aroundOf,
  healthyCluster,
  healthySpec,
  nodeGateInput,
  places,
  preflightInput,
} from './healthy-cluster.ts';
import { planWithDown, withDown } from './spoil-down.ts';

const gone = '10.0.0.5';
const healthy = healthyCluster({ places: places('dc1', 5, 5) });
const address = (number: number) => `10.0.0.${number}`;
const sets = (...given: number[][]) => given.map((set) => set.map(address));
const known = (shop: string[][]): Inventory['replicaSets'] => ({ shop, system_auth: shop });

const atStart = (replicaSets: Inventory['replicaSets']) =>
  replicasSafe(preflightInput({ ...withDown(healthy, gone), replicaSets }));
const before = (node: string, replicaSets: Inventory['replicaSets'], keyspaces = healthy.keyspaces) =>
  replicasSafeWithout(
    nodeGateInput(
      withDown(healthy, gone),
      node,
      { plan: planWithDown(healthy, gone), around: { ...aroundOf(healthy), keyspaces, replicaSets } },
      healthy,
    ),
  );

test('opens where no range of the node shares a replica with the one that is down', () => {
  expectOpen(before(address(1), known(sets([1, 2, 3], [3, 4, 5]))), 'replicas of 2 keyspaces with cass5');
});

test('stays shut where a range of three replicas would be left with one, and says which', () => {
  const verdict = before(address(3), known(sets([1, 2, 3], [3, 4, 5])));
  expectShut(
    verdict,
    'shop: a range in dc1 has its replicas on cass3 (10.0.0.3), cass4 (10.0.0.4) and cass5 (10.0.0.5); with cass5 (10.0.0.5) down, stopping cass3 (10.0.0.3) leaves 1, 2 needed',
  );
  expect(remedyOf(verdict)).toContain('Remove or replace cass5 (10.0.0.5)');
});

test('where the file asks for one replica alone, a quorum may be lost and the last may not', () => {
  const judgeIt = (...shop: number[][]) =>
    replicasSafeWithout(
      nodeGateInput(
        withDown(healthy, gone),
        address(3),
        {
          spec: healthySpec({ gates: { replicasLeft: 'one' } }),
          plan: planWithDown(healthy, gone),
          around: { ...aroundOf(healthy), replicaSets: known(sets(...shop)) },
        },
        healthy,
      ),
    );
  expectOpen(judgeIt([3, 4, 5]));
  expectShut(judgeIt([3, 5]), 'leaves 0, 1 needed');
});

test('five replicas bear one down and one restarted', () => {
  expectOpen(before(address(1), known(sets([1, 2, 3, 4, 5]))));
});

test('where a quorum would be lost by a restart alone, one replica must be left', () => {
  expectShut(before(address(4), known(sets([4, 5]))), 'leaves 0, 1 needed');
  expectOpen(before(address(4), known(sets([4, 3], [3, 5]))));
});

test('replicas of another data center do not help, and its down nodes do no harm', () => {
  const two = healthyCluster({ places: [...places('dc1', 3), ...places('dc2', 3)] });
  const judgeIt = (down: string, node: string) =>
    replicasSafeWithout(
      nodeGateInput(
        withDown(two, down),
        node,
        {
          plan: planWithDown(two, down),
          around: { ...aroundOf(two), replicaSets: known(sets([1, 2, 3, 4, 5, 6])) },
        },
        two,
      ),
    );
  expectShut(judgeIt(address(3), address(1)), 'a range in dc1');
  expectOpen(judgeIt(address(3), address(4)));
});

test('at the start every node that will be stopped is judged', () => {
  expectShut(atStart(known(sets([1, 2, 3], [3, 4, 5]))), 'stopping cass3', 'stopping cass4');
  expectOpen(atStart(known(sets([1, 2, 3], [2, 3, 4]))));
});

test('what is not known keeps it shut: no replica sets, or not of a keyspace of clients', () => {
  expectShut(before(address(1), null), 'the replicas of system_auth and shop are not known');
  expectShut(before(address(1), { shop: sets([1, 2, 3]) }), 'the replicas of system_auth are not known');
  expectShut(before(address(1), known(sets([1, 2, 3])), []), 'the replicas of no keyspace are known');
  expectShut(atStart(null), 'not known');
});
