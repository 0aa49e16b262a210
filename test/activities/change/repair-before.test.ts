import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repairBefore } from '../../../activities/change/repair-before.ts';
import { NodeBench, recorded } from './node-bench.ts';

// What goes on around the cluster has a test of its own.
const undisturbed = vi.hoisted(() => vi.fn<() => Promise<[]>>(async () => []));
vi.mock('../../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: undisturbed }));

const words = 'repair -full -seq -pr';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench();
  undisturbed.mockClear();
  old('3.11.11');
});
afterEach(() => bench.end());

/** As a node of 3.11 answers: it has no repair_admin, and other tables. */
function old(release: string): void {
  bench.says('version', `ReleaseVersion: ${release}\n`);
  bench.does('repair_admin', 'echo "nodetool: Found unexpected parameters: [repair_admin, list]"; exit 1');
  bench.says('tpstats', recorded('tpstats-01', '3.11.19'));
  bench.says('compactionstats', recorded('compactionstats-01', '3.11.19'));
  bench.says(words, recorded('repair-02', '3.11.19'));
}

const repair = (request?: string) => repairBefore(bench.attempt(request).context, bench.task);

test('a node of 3.11 repairs its primary range, when nobody disturbs, once in each run', async () => {
  expect(await repair('run/1')).toMatchObject({
    outcome: 'done',
    says: 'cass1 is repaired (-full -seq -pr) before the upgrade',
  });
  expect(undisturbed).toHaveBeenCalledTimes(1);
  expect(await repair('run/2')).toMatchObject({ outcome: 'alreadyDone' });
  expect(bench.asked(words)).toBe(1);
  expect(await repair('later/1')).toMatchObject({ outcome: 'done' });
});

test('3.11 is never asked for -force, which it does not know', async () => {
  Object.assign(bench.task.plan, { down: ['10.0.0.9'] });
  await repair();
  expect(bench.asked(words)).toBe(1);
});

test('nothing is repaired once a node runs the target, or does not tell what it runs', async () => {
  bench.says('version', 'ReleaseVersion: 6.0-alpha2\n');
  await expect(repair()).rejects.toMatchObject({ name: 'PreconditionChanged' });
  bench.says('version', 'nonsense\n');
  await expect(repair()).rejects.toMatchObject({ name: 'PreconditionChanged' });
  expect(bench.asked(words)).toBe(0);
});

test('a repair that failed is told, and the node stays as it is', async () => {
  bench.does('repair', 'echo "error: Repair job has failed" >&2; exit 2');
  await expect(repair()).rejects.toMatchObject({ name: 'RepairFailed' });
  expect(bench.has(`state/prod1/${bench.task.plan.tag}/repaired-before.run-run`)).toBe(false);
});

test('a node of 4.0 that does not tell its sessions is not repaired', async () => {
  bench.says('version', 'ReleaseVersion: 4.0.19\n');
  await expect(repair()).rejects.toMatchObject({ name: 'CommandFailed' });
  expect(bench.asked(words)).toBe(0);
});
