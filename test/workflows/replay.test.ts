import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import {
  type UpgradeStatus,
  clusterWorkflowId,
  nodeRestartWorkflowId,
  nodeRollbackWorkflowId,
  nodeWorkflowId,
} from '../../knowledge/messages.ts';
import { type Bench, bundle, startBench } from './bench.ts';
import { chain, chainedScript } from './chained-script.ts';
import { grouped, groupedNodes } from './grouped-script.ts';
import { historyToFile } from './history-file.ts';
import { restartedScript } from './restarted-script.ts';
import { digestA, failureOf, scriptedActivities } from './scripted-activities.ts';

const folder = new URL('../histories/', import.meta.url);
const recorded = readdirSync(folder).filter((file) => file.endsWith('.json'));

// Histories of released versions stay here for ever: an upgrade of weeks goes on under the next release of Ringlift.
test.each(recorded)('the recorded history %s is walked the same way today', async (file) => {
  await replay(file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
});

test('there are recorded histories of every path: an upgrade, its interruptions, its ways back and its hops', () => {
  const paths = ['cluster', 'node', 'cluster-paused', 'node-paused', 'cluster-aborted', 'node-back'];
  expect(recorded.map((file) => file.replace(/-\d.*/, ''))).toEqual(
    expect.arrayContaining([
      ...paths,
      'cluster-goes-back',
      'rollback',
      'cluster-hop',
      'cluster-last-hop',
      'cluster-group',
      'cluster-restarts',
      'node-restart',
      'cluster-restart-put-back',
      'node-restart-back',
    ]),
  );
});

test('a replay notices a history that today’s workflows would not have made, and says how a change is versioned', async () => {
  const file = recorded.find((name) => name.startsWith('node-0')) ?? '';
  const text = readFileSync(new URL(file, folder), 'utf8').replaceAll('"drainNode"', '"stopNode"');
  const failure = await replay(file, JSON.parse(text)).then(String, String);
  expect(failure).toMatch(/[Nn]on-?determinis/);
  expect(failure).toContain(`if (patched('what-is-new')) theNewWay(); else theOldWay();`);
});

/** @throws Error that says what to do about it when the workflows of today would not have made this history */
async function replay(file: string, history: unknown): Promise<void> {
  try {
    await Worker.runReplayHistory({ workflowBundle: await bundle }, history, `cassandra-upgrade/${file}`);
  } catch (error) {
    throw new Error(
      `Workflows of today would not have walked test/histories/${file} as it was walked: an upgrade that runs now would stand still for ever under the next release.
A change of which activities, timers, children, patches or search attributes come, and in which order, must be versioned:
  import { patched } from '@temporalio/workflow';
  if (patched('what-is-new')) theNewWay(); else theOldWay();
Call it only where the ways part, under a name that was never used before, and keep the old way. Paths that only new data can reach need none. Never change or remove a recorded history.
What differs: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

const release = process.env['RINGLIFT_RECORD'] ?? '';
const isPerson = ({ waiting }: UpgradeStatus) => waiting?.for === 'person';
const isDoor = ({ waiting }: UpgradeStatus) => waiting?.for === 'approval';

// RINGLIFT_RECORD=1.0.0 writes the histories of that release.
test.runIf(release)('records a run with a retry, a skip and an approval', async () => {
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  script.failures.set('repairNode', [failureOf('RepairFailed')]);
  const bench = await startBench(script);
  await bench.until(isPerson);
  await bench.update('retry', { by: 'ann' });
  await bench.until(
    (status) =>
      isPerson(status) && status.waiting?.for === 'person' && status.waiting.step.startsWith('repair'),
  );
  await bench.signal('skip', { by: 'ann', reason: 'later' });
  await bench.until(isDoor);
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.result();
  await record(bench, 'cluster', clusterWorkflowId(bench.cluster));
  await record(bench, 'node', nodeWorkflowId(bench.cluster, '10.0.0.2'));
  await bench.close();
});

test.runIf(release)('records a pause now of a node and of a repair, told to people outside', async () => {
  const script = scriptedActivities();
  script.endless.add('awaitGatesBefore 10.0.0.2').add('repairNode 10.0.0.1');
  const bench = await startBench(script, { notify: { command: ['/bin/page'] } });
  for (const [name, node] of [
    ['awaitGatesBefore', '10.0.0.2'],
    ['repairNode', '10.0.0.1'],
  ] as const) {
    await bench.until(() => script.calls.some((call) => call.name === name && call.node === node));
    await bench.update('pause', { by: 'ann', now: true });
    await bench.until(({ state }) => state === 'paused');
    if (name === 'awaitGatesBefore') await record(bench, 'node-paused', nodeWorkflowId(bench.cluster, node));
    script.endless.delete(`${name} ${node}`);
    await bench.signal('resume', { by: 'bob' });
  }
  await bench.until(isDoor);
  await bench.update('abort', { by: 'ann', reason: 'recorded' });
  await bench.result();
  await record(bench, 'cluster-paused', clusterWorkflowId(bench.cluster));
  await bench.close();
});

test.runIf(release)(
  'records a group of which two fail, each asked about, and the third is held back, behind a maintenance window',
  async () => {
    const script = grouped();
    const opensAt = new Date(Date.now() + 2_000).toISOString();
    script.windows.push({ open: false, opensAt, says: 'outside of every day 22:00 to 05:00 UTC' });
    const [held, ...begun] = groupedNodes;
    script.endless.add(`awaitGatesBefore ${held}`);
    for (const node of begun) script.endless.add(`stopNode ${node}`);
    const windows = [{ from: '22:00', to: '05:00' }];
    const bench = await startBench(script, { strategy: { canary: { soak: '10ms' }, windows } });
    const isAt = (name: string, node: string) =>
      script.calls.some((call) => call.name === name && call.node === node);
    await bench.until(() => isAt('awaitGatesBefore', held) && begun.every((node) => isAt('stopNode', node)));
    script.failures.set('startNode', [failureOf('StartFailed')]);
    script.failures.set('awaitServing', [failureOf('NodeNotServing')]);
    for (const node of begun) script.endless.delete(`stopNode ${node}`);
    const first = await bench.until(isPerson);
    script.endless.clear();
    await bench.update('retry', { by: 'ann' });
    await bench.until((status) => isPerson(status) && status.waiting?.since !== first.waiting?.since);
    await bench.update('skip', { by: 'ann', reason: 'another day' });
    await bench.until(isDoor);
    await bench.update('abort', { by: 'ann', reason: 'recorded' });
    await bench.result();
    await record(bench, 'cluster-group', clusterWorkflowId(bench.cluster));
    await bench.close();
  },
);

test.runIf(release)('records an abort that brings back the node at hand, and a node left out', async () => {
  const script = scriptedActivities();
  script.standing = { serves: false, isDown: true, release: null, says: 'no process runs' };
  script.failures.set('planNode', [failureOf('HostKeyRefused')]);
  script.failures.set('startNode', [failureOf('StartFailed')]);
  const bench = await startBench(script);
  await bench.until(isPerson);
  await bench.update('skip', { by: 'ann', reason: 'its machine is gone' });
  await bench.until((status) => isPerson(status) && status.nodes[0]?.state === 'skipped');
  await bench.update('abort', { by: 'ann', reason: 'enough' });
  await bench.result();
  await record(bench, 'cluster-aborted', clusterWorkflowId(bench.cluster));
  await record(bench, 'node-back', nodeRollbackWorkflowId(bench.cluster, '10.0.0.2'));
  await bench.close();
});

test.runIf(release)('records an upgrade whose one node, then all of them go back', async () => {
  const script = scriptedActivities();
  script.wayBack = 'restorePoint';
  const bench = await startBench(script);
  const { runId } = await bench.handle.describe();
  await bench.until(isDoor);
  await bench.update('rollback', { by: 'ann', reason: 'slow', node: 'cass-2' });
  await bench.until(isPerson);
  await bench.update('retry', { by: 'ann' });
  await bench.until(isDoor);
  await bench.update('rollback', { by: 'ann', reason: 'slow' });
  await bench.result();
  await record(bench, 'cluster-goes-back', clusterWorkflowId(bench.cluster), runId);
  await record(bench, 'rollback', clusterWorkflowId(bench.cluster));
  await bench.close();
});

test.runIf(release)('records a chain of two hops, paused between them', async () => {
  const script = chainedScript(1);
  script.endless.add('repairNode 10.0.0.1');
  const bench = await startBench(script, { ...chain, via: chain.via?.slice(-1) });
  const { runId } = await bench.handle.describe();
  await bench.until(({ step }) => step?.startsWith('repair') ?? false);
  await bench.update('pause', { by: 'ann' });
  script.endless.clear();
  await bench.until(({ state }) => state === 'paused');
  await bench.update('resume', { by: 'ann' });
  await bench.result();
  await record(bench, 'cluster-hop', clusterWorkflowId(bench.cluster), runId);
  await record(bench, 'cluster-last-hop', clusterWorkflowId(bench.cluster));
  await bench.close();
});

test.runIf(release)(
  'records rolling restarts, one of them retried',
  async () => {
    const script = restartedScript();
    const bench = await startBench(script);
    await bench.until(isDoor);
    await bench.update('approve', { by: 'ann', evidence: digestA });
    await bench.until(({ waiting }) => waiting?.for === 'approval' && waiting.door === 'storageNone');
    script.failures.set('awaitServing', [failureOf('StartFailed')]);
    await bench.update('approve', { by: 'ann', evidence: digestA });
    await bench.until(isPerson);
    await bench.update('retry', { by: 'ann' });
    await bench.result();
    await record(bench, 'cluster-restarts', clusterWorkflowId(bench.cluster));
    await record(bench, 'node-restart', nodeRestartWorkflowId(bench.cluster, '10.0.0.2'));
    await bench.close();
  },
  300_000,
);

test.runIf(release)(
  'records a restart that is put back by an abort',
  async () => {
    const script = restartedScript();
    const bench = await startBench(script);
    await bench.until(isDoor);
    script.standing = { serves: false, isDown: true, release: null, says: 'no process runs' };
    script.failures.set('startNode', [failureOf('StartFailed')]);
    await bench.update('approve', { by: 'ann', evidence: digestA });
    await bench.until(isPerson);
    await bench.update('abort', { by: 'ann', reason: 'recorded' });
    await bench.result();
    await record(bench, 'cluster-restart-put-back', clusterWorkflowId(bench.cluster));
    await record(bench, 'node-restart-back', nodeRestartWorkflowId(bench.cluster, '10.0.0.1'));
    await bench.close();
  },
  300_000,
);

async function record(bench: Bench, name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await bench.client.workflow.getHandle(workflowId, runId).fetchHistory();
  writeFileSync(new URL(`${name}-${release}.json`, folder), historyToFile(history));
}
