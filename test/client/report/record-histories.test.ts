import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connect, readUpgrade, sendCommand, startUpgrade, type Session } from '../../../client/index.ts';
import type { HistoryEvent } from '../../../client/report/history.ts';
import { fetchHistories, type Histories } from '../../../client/report/fetch-report.ts';
import type { Waiting } from '../../../knowledge/messages.ts';
import { startServerForTests } from '../scripted/dev-server.ts';
import { digestOfFacts, makeScript } from '../scripted/scripted-activities.ts';
import { scriptedSpec } from '../scripted/scripted-plan.ts';
import { startScriptedWorker } from '../scripted/scripted-worker.ts';

const file = fileURLToPath(new URL('recorded/eventful-upgrade.json', import.meta.url));

/** Not a check: makes the recorded histories anew, with RINGLIFT_RECORD=1. */
test.runIf(process.env['RINGLIFT_RECORD'])('histories of an eventful upgrade are recorded', async () => {
  const script = makeScript();
  const server = await startServerForTests();
  const stopWorker = await startScriptedWorker(server.address, 'recording', script);
  const session = await connect({
    address: server.address,
    taskQueue: 'recording',
    identity: 'ringlift/dba-lead@control',
  });
  try {
    script.stumbling.add('takeSnapshot');
    script.failing.add('startNode 10.0.0.3');
    await startUpgrade(session, scriptedSpec('prod1'));
    await waitsFor(session, 'person');
    script.failing.clear();
    await sendCommand(session, 'prod1', 'retry', { by: 'dba-oncall', reason: 'a | disk was full' });
    await waitsFor(session, 'approval');

    const first = digestOfFacts(script.doorFacts);
    script.doorFacts = ['3 of 3 nodes run 6.0.0', 'one schema version', 'no repair runs'];
    await expect(
      sendCommand(session, 'prod1', 'approve', { by: 'dba-lead', evidence: first }),
    ).rejects.toThrow();
    const second = digestOfFacts(script.doorFacts);
    await sendCommand(session, 'prod1', 'approve', { by: 'dba-lead', evidence: second, comment: 'CHG-4711' });
    const handle = session.client.workflow.getHandle('cassandra-upgrade/prod1');
    await handle.signal('approve', { by: 'dba-oncall', evidence: second.slice(0, 19) });
    await handle.result();
    await writeFile(file, textOf(await fetchHistories(session, 'prod1')));
  } finally {
    await session.close();
    await stopWorker();
    await server.stop();
  }
});

async function waitsFor(session: Session, what: Waiting['for']): Promise<void> {
  await expect
    .poll(
      async () => {
        const view = await readUpgrade(session, 'prod1');
        return view.kind === 'live' ? view.status.waiting?.for : view.kind;
      },
      { timeout: 30_000 },
    )
    .toBe(what);
}

/** One event a line; what differs by machine and what no report reads is left out. */
function textOf({ runs }: Histories): string {
  const kept = (event: HistoryEvent) => !Object.keys(event).some((key) => key.startsWith('workflowTask'));
  const line = (event: HistoryEvent) =>
    JSON.stringify(event, (key, value: unknown) => (unread.includes(key) ? undefined : value));
  const texts = runs.map(
    ({ workflowId, runId, events }) =>
      `{"workflowId":"${workflowId}","runId":"${runId}","events":[\n${events.filter(kept).map(line).join(',\n')}\n]}`,
  );
  return `[\n${texts.join(',\n')}\n]\n`;
}

const unread = [
  'stackTrace',
  'encodedAttributes',
  'header',
  'retryPolicy',
  'taskQueue',
  'priority',
  'workerVersion',
].concat(['links', 'eventGroupMarkers', 'externalPayloads', 'taskId', 'workflowTaskCompletedEventId']);
