/** Two data centers of three real nodes go side by side, and no request of a client of either at LOCAL_QUORUM fails. */
import { expect, test } from 'vitest';
import { carryTogether, groupsOf, to } from './together-bench.ts';

test('two data centers in parallel from 5.0.9 to 6.0-alpha2: 0 failed requests in both, nothing lost', async () => {
  const strategy = { consistency: 'LOCAL_QUORUM', dataCenters: { inParallel: true } } as const;
  // Two clients and six JVMs on few processors: how long an answer takes says nothing of the release.
  const gates = { patience: '5m', latencyFloor: '5s' };
  const { result, plan, atWork, traffic, releases, isDataKept } = await carryTogether(
    2,
    strategy,
    (line) => console.log(line),
    gates,
  );
  expect(result.state).toBe('done');
  const groups = groupsOf(plan);
  expect(groups.length).toBeGreaterThanOrEqual(2);
  const centerOf = (name: string) => plan.nodes.find((each) => each.name === name)?.dataCenter;
  for (const group of groups) {
    const centers = group.split(' ').map(centerOf);
    expect(new Set(centers).size).toBe(centers.length);
  }
  expect(atWork).toEqual(expect.arrayContaining(groups));
  expect(releases).toEqual(Array.from({ length: 6 }, () => to));
  expect(traffic).toHaveLength(2);
  for (const report of traffic) {
    expect(report).toMatchObject({ failed: 0, lost: [] });
    expect(report.acknowledged).toBeGreaterThan(100);
  }
  expect(isDataKept).toBe(true);
});
