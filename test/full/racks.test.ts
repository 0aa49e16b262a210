/** Six real nodes in three racks go a rack at a time, and no request of a client at LOCAL_QUORUM fails. */
import { expect, test } from 'vitest';
import { carryTogether, groupsOf, to } from './together-bench.ts';

test('a rack at a time from 5.0.9 to 6.0-alpha2: 0 failed requests, nothing lost', async () => {
  const strategy = { atOnce: 'rack', consistency: 'LOCAL_QUORUM' } as const;
  const { result, plan, atWork, traffic, releases, isDataKept } = await carryTogether(1, strategy, (line) =>
    console.log(line),
  );
  expect(result.state).toBe('done');
  // cass-01 is the seed and cass-04 the canary of rack r1; the other racks go as a whole.
  expect(groupsOf(plan)).toEqual(['cass-02 cass-05', 'cass-03 cass-06']);
  expect(atWork).toEqual(expect.arrayContaining(groupsOf(plan)));
  expect(releases).toEqual(Array.from({ length: 6 }, () => to));
  expect(traffic).toHaveLength(1);
  for (const report of traffic) {
    expect(report).toMatchObject({ failed: 0, lost: [] });
    expect(report.acknowledged).toBeGreaterThan(100);
  }
  expect(isDataKept).toBe(true);
});
