import { expect, test } from 'vitest';
import { type PlannedRun, readHops } from '../../../client/report/read-hops.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { chainCluster, chainSpec } from '../../knowledge/procedures/chain.ts';
import { healthyCluster, healthySpec } from '../../knowledge/gates/healthy-cluster.ts';

function run(
  release: string,
  format: string,
  hour: number,
  endedAt: string | null = at(hour + 1),
): PlannedRun {
  return {
    plan: planRollingUpgrade(chainSpec(), chainCluster([release], format)),
    startedAt: at(hour),
    endedAt,
  };
}
function at(hour: number): string {
  return `2026-11-25T${String(hour).padStart(2, '0')}:00:00Z`;
}

test('without a chain there are no hops', () => {
  const plan = planRollingUpgrade(healthySpec(), healthyCluster());
  expect(readHops([{ plan, startedAt: at(1), endedAt: null }], false)).toEqual([]);
  expect(readHops([{ plan: null, startedAt: at(1), endedAt: null }], false)).toEqual([]);
});

test('each run is a hop, and one that a later follows was whole', () => {
  const hops = readHops([run('3.11.11', 'big-me', 1), run('4.0.7', 'big-nb', 2, null)], false);
  expect(hops).toEqual([
    { number: 1, of: 4, from: ['3.11.11'], to: '4.0.7', startedAt: at(1), endedAt: at(2), whole: true },
    { number: 2, of: 4, from: ['4.0.7'], to: '4.1.10', startedAt: at(2), endedAt: null, whole: false },
  ]);
});

test('a hop that was gone on with in another run is one', () => {
  const hops = readHops([run('3.11.11', 'big-me', 1), run('4.0.7', 'big-me', 2)], false);
  expect(hops).toMatchObject([
    { number: 1, from: ['3.11.11'], startedAt: at(1), endedAt: at(3), whole: false },
  ]);
});

test('the last is whole when the upgrade is done, and not when it ended otherwise', () => {
  const last = [run('5.0.9', 'big-nb', 4)];
  expect(readHops(last, true)).toMatchObject([{ number: 4, whole: true }]);
  expect(readHops(last, false)).toMatchObject([{ number: 4, whole: false }]);
  expect(readHops([run('4.1.10', 'big-nb', 3)], true)).toMatchObject([{ number: 3, whole: false }]);
});
