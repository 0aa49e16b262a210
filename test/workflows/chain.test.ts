import { afterEach, expect, test } from 'vitest';
import type { RollbackInput, UpgradeStatus } from '../../knowledge/messages.ts';
import type { PlanContext } from '../../knowledge/plan.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import { type Bench, startBench } from './bench.ts';
import { causes } from './causes.ts';
import { chain, chainedScript } from './chained-script.ts';
import { failureOf } from './scripted-activities.ts';

let bench: Bench;
afterEach(() => bench.close());

interface Given {
  readonly spec: Spec;
  readonly whole?: Spec;
  readonly plan: PlanContext;
  readonly node: string;
}
const waitsForPerson = ({ waiting }: UpgradeStatus) => waiting?.for === 'person';

test('walks hop by hop to the target, each with the tarball of its own release', async () => {
  const script = chainedScript();
  bench = await startBench(script, chain);
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'done', to: '5.0.9', hop: { number: 3, of: 3, ahead: [] } });
  const unpacked = script.inputs('unpackRelease') as Given[];
  expect(
    unpacked.map(({ plan, spec, node }) => `${node} ${plan.to} ${spec.target} ${spec.install.file}`),
  ).toEqual(
    ['4.0.7', '4.1.10']
      .flatMap((release) =>
        ['10.0.0.1', '10.0.0.2'].map((node) => `${node} ${release} ${release} /releases/${release}.tar.gz`),
      )
      .concat(['10.0.0.1', '10.0.0.2'].map((node) => `${node} 5.0.9 5.0.9 /releases/6.tar.gz`)),
  );
  expect(unpacked.every(({ spec }) => spec.via === undefined)).toBe(true);
  expect(script.calls.filter(({ name }) => name === 'rewriteLeftovers')).toHaveLength(3);
});

test('each hop is a run of its own with the same input, and planned by the whole file', async () => {
  const script = chainedScript(1);
  bench = await startBench(script, chain);
  const { runId } = await bench.handle.describe();
  await bench.result();
  const first = await bench.client.workflow.getHandle(bench.handle.workflowId, runId).fetchHistory();
  const last = first.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
  expect(last?.workflowType?.name).toBe('upgradeCluster');
  const input = first.events?.[0]?.workflowExecutionStartedEventAttributes?.input;
  expect(Buffer.from(last?.input?.payloads?.[0]?.data ?? []).toString()).toBe(
    Buffer.from(input?.payloads?.[0]?.data ?? []).toString(),
  );
  expect((script.inputs('lookAndPlan') as Given[]).map(({ spec }) => spec.via?.length)).toEqual([2, 2, 2]);
  const preflights = script.inputs('awaitPreflight') as Given[];
  expect(preflights.map(({ spec, whole }) => [spec.target, whole?.via?.length])).toEqual([
    ['4.0.7', 2],
    ['4.1.10', 2],
    ['5.0.9', 2],
  ]);
});

test('the status knows which hop of how many, and where it leads', async () => {
  const script = chainedScript(1);
  script.failures.set('awaitPreflight', [failureOf('GateShut')]);
  bench = await startBench(script, chain);
  const status = await bench.until(waitsForPerson);
  expect(status).toMatchObject({ to: '4.0.7', hop: { number: 1, of: 3, ahead: ['4.1.10', '5.0.9'] } });
  const { currentDetails } = await bench.handle.query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  expect(currentDetails).toContain('to **4.0.7** (hop 1 of 3, then 4.1.10, 5.0.9)');
  script.failures.set('awaitPreflight', []);
  await bench.update('retry', { by: 'ann' });
  await bench.result();
});

test('a pause in the last step of a hop holds the next one', async () => {
  const script = chainedScript(1);
  script.endless.add('repairNode 10.0.0.1');
  bench = await startBench(script, chain);
  await bench.until(({ step }) => step?.startsWith('repair') ?? false);
  await bench.update('pause', { by: 'ann' });
  script.endless.clear();
  const status = await bench.until(({ state }) => state === 'paused');
  expect(status.hop?.number).toBe(1);
  await bench.update('resume', { by: 'ann' });
  expect(await bench.result()).toMatchObject({ state: 'done', to: '5.0.9' });
});

test('a command that arrives again behind a hop is answered as before it, and not done again', async () => {
  const script = chainedScript(1);
  script.endless.add('repairNode 10.0.0.1');
  bench = await startBench(script, chain);
  await bench.until(({ step }) => step?.startsWith('repair') ?? false);
  const pause = { by: 'ann', id: 'pause-1' };
  const first = await bench.update('pause', pause);
  script.endless.clear();
  await bench.until(({ state }) => state === 'paused');
  script.endless.add('awaitPreflight');
  await bench.update('resume', { by: 'ann', id: 'resume-1' });
  const status = await bench.until(
    ({ hop, step }) => hop?.number === 2 && step?.startsWith('preflight') === true,
  );
  expect(status.paused ?? null).toBeNull();
  expect(await bench.update('pause', pause)).toEqual(first);
  await bench.signal('pause', pause);
  expect((await bench.status()).paused ?? null).toBeNull();
  // And another one is heard.
  expect((await bench.update('pause', { by: 'ann', id: 'pause-2' })).says).toContain('before the next step');
  script.endless.clear();
  await bench.until(({ state }) => state === 'paused');
  await bench.update('resume', { by: 'ann', id: 'resume-2' });
  // Also behind the hop after that one.
  expect(await bench.result()).toMatchObject({ state: 'done', to: '5.0.9' });
});

test('what a person let go on outside of its windows goes on so behind a hop', async () => {
  const script = chainedScript(1);
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  const closed = { open: false as const, opensAt, says: 'outside' };
  script.windows.push(...Array.from({ length: 60 }, () => closed));
  const windows = [{ from: '22:00', to: '05:00' }];
  bench = await startBench(script, { ...chain, strategy: { canary: { soak: '10ms' }, windows } });
  await bench.until(({ window }) => window != null);
  await bench.update('resume', { by: 'ann' });
  expect(await bench.result()).toMatchObject({ state: 'done', to: '5.0.9' });
});

test('a chain ends where a node was left behind, and says so', async () => {
  const script = chainedScript(2);
  script.failures.set('planNode', [failureOf('HostKeyRefused')]);
  bench = await startBench(script, chain);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'its machine is being mended' });
  const result = await bench.result();
  expect(result).toMatchObject({ state: 'aborted', to: '4.0.7', hop: { number: 1, of: 3 } });
  expect(result.says).toMatch(/after hop 1 of 3: .*cass-1 \(skipped\).*to 4\.1\.10, needs every node/);
});

test('a chain ends where older sstables were left, and says so', async () => {
  const script = chainedScript(1);
  script.failures.set('rewriteSSTables', [failureOf('SSTablesNotRewritten')]);
  bench = await startBench(script, chain);
  await bench.until(waitsForPerson);
  await bench.update('skip', { by: 'ann', reason: 'no room' });
  const result = await bench.result();
  expect(result.state).toBe('aborted');
  expect(result.says).toContain('older sstables on cass-1');
});

test('the rewriting before a hop can not be left out', async () => {
  const script = chainedScript(1);
  script.failures.set('rewriteLeftovers', [failureOf('SSTablesNotRewritten')]);
  bench = await startBench(script, chain);
  await bench.until(waitsForPerson);
  const refused = await bench.update('skip', { by: 'ann', reason: 'later' }).then(() => 'accepted', causes);
  expect(refused).toContain("can't be left out");
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  expect(await bench.result()).toMatchObject({ state: 'aborted', hop: { number: 1 } });
});

test('going back undoes the hop at hand: the way back gets a file of that hop alone', async () => {
  const script = chainedScript(1);
  script.endless.add('repairNode 10.0.0.1');
  bench = await startBench(script, chain);
  await bench.until(({ step }) => step?.startsWith('repair') ?? false);
  await bench.update('rollback', { by: 'ann', reason: 'slow' });
  script.endless.clear();
  await bench.result();
  const [given] = script.inputs('planRollback') as RollbackInput[];
  expect(given?.spec).toMatchObject({ target: '4.0.7', install: { file: '/releases/4.0.7.tar.gz' } });
  expect(given?.spec.via).toBeUndefined();
});
