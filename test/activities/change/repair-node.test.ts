import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repairNode } from '../../../activities/change/repair-node.ts';
import { until } from '../hosts/remote/host-bench.ts';
import { NodeBench, recorded } from './node-bench.ts';

// What goes on around the cluster has a test of its own.
const undisturbed = vi.hoisted(() => vi.fn<() => Promise<[]>>(async () => []));
vi.mock('../../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: undisturbed }));

const words = 'repair -full -seq';

let bench: NodeBench;
beforeEach(() => {
  bench = new NodeBench();
});
afterEach(() => bench.end());

const repair = (request?: string) => repairNode(bench.attempt(request).context, bench.task);
/** As makeRestorePoint leaves it. */
const leaveOldRelease = (at: string) =>
  bench.write(`state/prod1/${bench.task.plan.tag}/restore-point/complete`, `${at}\n`);

test('a node is repaired once since it left its old release, whatever run asks', async () => {
  leaveOldRelease('2026-07-01T10:00:00.000Z');
  expect(await repair()).toMatchObject({ outcome: 'done', says: 'cass1 is repaired (-full -seq)' });
  expect(await repair('another run/1')).toMatchObject({ outcome: 'alreadyDone' });
  expect(bench.asked(words)).toBe(1);
});

test('a node that went back and left its old release again is repaired again', async () => {
  leaveOldRelease('2026-07-01T10:00:00.000Z');
  await repair();
  leaveOldRelease('2026-07-02T10:00:00.000Z');
  expect(await repair('run/2')).toMatchObject({ outcome: 'done' });
  expect(bench.asked(words)).toBe(2);
});

test('a node that was upgraded by hand is repaired once in each run of the upgrade', async () => {
  await repair('first/1');
  expect(await repair('first/2')).toMatchObject({ outcome: 'alreadyDone' });
  expect(await repair('second/1')).toMatchObject({ outcome: 'done' });
  expect(bench.asked(words)).toBe(2);
});

test('an attempt after a crash attaches to the repair that runs, and does not wait for it as for another', async () => {
  bench.does(
    'repair',
    `until [ -e ${bench.path('go')} ]; do sleep 0.05; done; cat ${bench.path('says/repair_-full_-seq')}`,
  );
  const crashed = bench.attempt();
  const first = repairNode(crashed.context, bench.task).catch((error: unknown) => error);
  await until(() => bench.asked(words) === 1);
  crashed.end('left');
  await first;
  // Our own repair shows in the node's compactions.
  bench.says('compactionstats', validation());
  const second = repair();
  bench.go();
  expect(await second).toMatchObject({ outcome: 'done' });
  expect(bench.asked(words)).toBe(1);
});

test('another repair is waited for', async () => {
  bench.says('compactionstats', validation());
  const { context } = bench.attempt();
  const run = repairNode(context, bench.task);
  await until(() =>
    context.said.some((said) => /waits for a repair that runs already: .*Validation/.test(said)),
  );
  expect(bench.asked(words)).toBe(0);
  bench.says('compactionstats', recorded('compactionstats-01'));
  expect(await run).toMatchObject({ outcome: 'done' });
});

test('its share is told while it runs', async () => {
  bench.does(
    'repair',
    `cat ${bench.path('says/repair_-full_-seq')}; until [ -e ${bench.path('go')} ]; do sleep 0.05; done`,
  );
  const { context } = bench.attempt();
  const run = repairNode(context, bench.task);
  await until(() => context.said.some((said) => said.startsWith('repairing: 57 % (job ')));
  bench.go();
  await run;
});

test('a repair that failed is read again by the next attempt, and done again for the next request', async () => {
  bench.does('repair', 'echo "error: Repair job has failed" >&2; exit 2');
  const failure = {
    name: 'RepairFailed',
    message: expect.stringContaining('exit 2: error: Repair job has failed'),
  };
  await expect(repair()).rejects.toMatchObject(failure);
  await expect(repair()).rejects.toMatchObject(failure);
  expect(bench.asked(words)).toBe(1);
  await expect(repair('run/2')).rejects.toMatchObject(failure);
  expect(bench.asked(words)).toBe(2);
});

test('a repair whose words do not tell of a success is none, whatever its exit code', async () => {
  bench.says(words, recorded('repair-01').split('\n').slice(0, 3).join('\n') + '\n');
  await expect(repair()).rejects.toMatchObject({ name: 'RepairFailed' });
});

test('nothing is repaired while another release runs', async () => {
  bench.says('version', 'ReleaseVersion: 5.0.9\n');
  await expect(repair()).rejects.toMatchObject({ name: 'PreconditionChanged' });
  expect(bench.asked(words)).toBe(0);
});

test('a node that does not tell what it does is not repaired', async () => {
  bench.says('tpstats', 'nonsense\n');
  await expect(repair()).rejects.toMatchObject({ name: 'CommandFailed' });
  expect(bench.asked(words)).toBe(0);
});

test('where the file asks for it each node repairs its primary range alone, but for one that owes a repair', async () => {
  Object.assign(bench.task.spec.repair, { primaryRange: true });
  bench.says(`${words} -pr`, recorded('repair-01'));
  expect(await repair('first/1')).toMatchObject({ says: 'cass1 is repaired (-full -seq -pr)' });
  bench.write(`state/prod1/${bench.task.plan.tag}/owes-repair`, '2026-07-01T10:00:00.000Z\n');
  expect(await repair('second/1')).toMatchObject({ says: 'cass1 is repaired (-full -seq)' });
  expect([bench.asked(`${words} -pr`), bench.asked(words)]).toEqual([1, 1]);
});

/** What a repair shows: a table with a running validation. */
function validation(): string {
  return recorded('compactionstats-05', '4.0.19');
}
