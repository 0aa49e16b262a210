import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { nodeWorkflowId } from '../../knowledge/messages.ts';
import { startBench } from './bench.ts';
import { historyToFile } from './history-file.ts';
import { digestA, failureOf, scriptedActivities } from './scripted-activities.ts';

const folder = new URL('../histories/', import.meta.url);
const recorded = readdirSync(folder).filter((file) => file.endsWith('.json'));
const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

// Histories of released versions stay here for ever: an upgrade of weeks goes on under the next release of Ringlift.
test.each(recorded)('the recorded history %s is walked the same way today', async (file) => {
  const history: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  await expect(
    Worker.runReplayHistory({ workflowsPath }, history, workflowIdOf(file)),
  ).resolves.toBeUndefined();
});

test('there are recorded histories of a cluster and of a node', () => {
  expect(recorded.map((file) => file.replace(/-\d.*/, ''))).toEqual(
    expect.arrayContaining(['cluster', 'node']),
  );
});

test('a replay notices a history that today’s workflows would not have made', async () => {
  const file = recorded.find((name) => name.startsWith('node')) ?? '';
  const text = readFileSync(new URL(file, folder), 'utf8').replaceAll('"drainNode"', '"stopNode"');
  await expect(
    Worker.runReplayHistory({ workflowsPath }, JSON.parse(text), workflowIdOf(file)),
  ).rejects.toThrow(/[Nn]on-?determinis/);
});

/** RINGLIFT_RECORD=1.0.0 writes the histories of that release: a run with a retry, a skip, an approval. */
test.runIf(process.env['RINGLIFT_RECORD'])('records the histories of a release', async () => {
  const release = process.env['RINGLIFT_RECORD'];
  const script = scriptedActivities();
  script.failures.set('unpackRelease', [failureOf('ChecksumMismatch')]);
  script.failures.set('repairNode', [failureOf('RepairFailed')]);
  const bench = await startBench(script);
  await bench.until(({ waiting }) => waiting?.for === 'person');
  await bench.update('retry', { by: 'ann' });
  await bench.until(({ waiting }) => waiting?.for === 'person' && waiting.step.startsWith('repair'));
  await bench.signal('skip', { by: 'ann', reason: 'later' });
  await bench.until(({ waiting }) => waiting?.for === 'approval');
  await bench.update('approve', { by: 'ann', evidence: digestA });
  await bench.result();
  const node = bench.client.workflow.getHandle(nodeWorkflowId(bench.cluster, '10.0.0.2'));
  writeFileSync(new URL(`cluster-${release}.json`, folder), historyToFile(await bench.handle.fetchHistory()));
  writeFileSync(new URL(`node-${release}.json`, folder), historyToFile(await node.fetchHistory()));
  await bench.close();
});

function workflowIdOf(file: string): string {
  return `cassandra-upgrade/${file}`;
}
