import { expect, test } from 'vitest';
import { isOfThisRun, readBaseline } from '../../../activities/observe/read-baseline.ts';
import type { NodeBaseline } from '../../../knowledge/gates/gate-input.ts';
import {
  healthyBaseline,
  healthyCluster,
  healthySpec,
  planFor,
} from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost } from '../fake-context.ts';

const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const taskAt = (at?: string) => {
  const { at: _before, ...plan } = { ...planFor(healthyCluster()) };
  expect(_before).toBeDefined();
  return { spec: healthySpec(), plan: { ...plan, ...(at !== undefined && { at }) }, node: '10.0.0.1' };
};
const read = (kept: NodeBaseline | null, at?: string) =>
  readBaseline(
    fakeContext(),
    taskAt(at),
    fakeHost(() => ({ stdout: kept ? JSON.stringify(kept) : '' })),
  );
const kept = (hours: number) => ({ ...healthyBaseline(), at: ago(hours) });

test('what was kept in this run is what the node was, however long a person took', async () => {
  expect(await read(kept(100), ago(101))).toMatchObject({ release: '5.0.9' });
  expect(isOfThisRun(taskAt(ago(101)), kept(100))).toBe(true);
});

test('what an earlier run kept counts for a day: the node may still be in hand', async () => {
  expect(await read(kept(2), ago(1))).not.toBeNull();
  expect(isOfThisRun(taskAt(ago(1)), kept(2))).toBe(false);
  expect(await read(kept(100), ago(1))).toBeNull();
});

test('a plan of before does not know when it was made: what is kept counts', async () => {
  expect(await read(kept(1_000))).not.toBeNull();
});

test('where nothing was kept there is nothing to compare with', async () => {
  expect(await read(null, ago(1))).toBeNull();
});
