import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildReport } from '../../../client/report/build-report.ts';
import type { HistoryEvent, RecordedRun } from '../../../client/report/history.ts';
import { printReport } from '../../../client/report/print-report.ts';

/**
 * Recorded on a real server (record-histories.test.ts): the first snapshot stumbled once, cass-03 did not start and
 * was retried by a person, the evidence changed under the first approval, then two people approved, one by Signal.
 */
const runs = JSON.parse(
  readFileSync(new URL('recorded/eventful-upgrade.json', import.meta.url), 'utf8'),
) as readonly RecordedRun[];
const report = buildReport('prod1', runs);

test('the report reads as Markdown, with the plan and the file at its end', async () => {
  expect(printReport(report)).toContain(`## The plan\n\n\`\`\`\nprod1: 3 nodes`);
  expect(printReport(report)).toContain('## The file\n\n```yaml\ncluster: prod1');
  // How a plan is printed has its own golden files.
  await expect(printReport({ ...report, plan: null })).toMatchFileSnapshot(
    '../../golden/reports/eventful-upgrade.md',
  );
});

test('of a chain every hop has a row, and one without hops has no such table', () => {
  const hop = { number: 1, of: 2, from: ['4.1.10'], to: '5.0.9', whole: true };
  const times = { startedAt: '2026-11-25T12:00:00Z', endedAt: '2026-11-25T13:30:00Z' };
  const text = printReport({ ...report, hops: [{ ...hop, ...times }] });
  expect(text).toMatch(/## Hops\n\n.*\n.*\n\| 1 of 2 \| 4\.1\.10 \| 5\.0\.9 \| .* \| 1h30m \| whole \|/);
  expect(report.hops).toBeUndefined();
  expect(printReport(report)).not.toContain('## Hops');
});

test('the whole upgrade has its beginning, its end and who started it', () => {
  expect(report).toMatchObject({
    cluster: 'prod1',
    workflowId: 'cassandra-upgrade/prod1',
    state: 'done',
    says: 'prod1 runs 6.0.0.',
    from: ['5.0.9'],
    to: '6.0.0',
    startedBy: 'ringlift/dba-lead@control',
    missing: [],
  });
  expect(Date.parse(report.endedAt ?? '')).toBeGreaterThan(Date.parse(report.startedAt));
});

test('what people said is there in order, with what they were answered', () => {
  const words = report.people.map(({ by, command, through, refused }) => ({ by, command, through, refused }));
  expect(words).toEqual([
    { by: 'dba-oncall', command: 'retry', through: 'update', refused: false },
    { by: 'dba-lead', command: 'approve', through: 'update', refused: true },
    { by: 'dba-lead', command: 'approve', through: 'update', refused: false },
    { by: 'dba-oncall', command: 'approve', through: 'signal', refused: false },
  ]);
  expect(report.people[1]?.answer).toContain('+ no repair runs');
  expect(report.people[2]).toMatchObject({ comment: 'CHG-4711', answer: 'Taken. 1 more needed.' });
  expect(report.people[3]?.answer).toBeNull();
  expect(report.approvals?.map(({ by, through }) => [by, through])).toEqual([
    ['dba-lead', 'update'],
    ['dba-oncall', 'signal'],
  ]);
});

test('what going back cost is told with the steps that looked, and at the top as of the last of them', () => {
  const ledger = (says: string, at: string) => ({ at, kind: 'binaries', says, nodes: [], loses: null });
  const looked = withLedgers(runs, {
    lookAndPlan: ledger('nothing: no node was upgraded', '2026-11-21T09:48:50.000Z'),
    collectDoorEvidence: ledger('change of binaries on 3 nodes; nothing is lost', '2026-11-21T09:50:00.000Z'),
  });
  const { steps } = buildReport('prod1', looked);
  expect(steps.find(({ kind }) => kind === 'lookAndPlan')?.ledger?.says).toBe(
    'nothing: no node was upgraded',
  );
  expect(steps.find(({ kind }) => kind === 'readSpec')?.ledger).toBeNull();
  const text = printReport(buildReport('prod1', looked));
  expect(text).toContain('- going back cost then: nothing: no node was upgraded');
  expect(text).toMatch(
    /\| going back costs \| change of binaries on 3 nodes; nothing is lost \(as of 2026-11-21 09:50:00\) +\|/,
  );
});

test('an attempt that failed in passing is counted and told', () => {
  const step = report.steps.find(({ kind, attempts }) => kind === 'takeSnapshot' && attempts > 1);
  expect(step).toMatchObject({ state: 'done', attempts: 2, phase: 'backup', node: '10.0.0.1' });
  expect(step?.failures).toEqual([
    { error: 'Error', message: '10.0.0.1: the connection was closed', verdicts: [] },
  ]);
});

test('a step that failed carries the name of its error, its message and its verdicts', () => {
  const failed = report.steps.filter(({ state }) => state === 'failed');
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ kind: 'startNode', node: '10.0.0.3', phase: 'roll' });
  expect(failed[0]?.failures[0]).toMatchObject({
    error: 'NodeNotServing',
    verdicts: [{ gate: 'servesClients', open: false }],
  });
});

test('a node that was begun twice has two runs, and the wait between them is not its time', () => {
  const node = report.nodes.find(({ name }) => name === 'cass-03');
  expect(node).toMatchObject({ runs: 2, state: 'done', from: '5.0.9', to: '6.0.0' });
  const span = Date.parse(node?.endedAt ?? '') - Date.parse(node?.startedAt ?? '');
  expect(node?.tookMillis).toBeLessThan(span);
});

test('it stood still for a person at the failed step and at the door, and went through every phase in order', () => {
  expect(report.waits.map(({ phase }) => phase)).toEqual(['roll', 'door']);
  expect(report.waits.every(({ until }) => until !== null)).toBe(true);
  expect(report.phases.map(({ name }) => name)).toEqual([
    'look',
    'preflight',
    'backup',
    'canary',
    'roll',
    'door',
    'verify',
  ]);
});

test('an upgrade that still runs has no end, and the step at work is running', () => {
  const until = (runId: string, kind: string) => {
    const run = runs.find((each) => each.runId === runId) as RecordedRun;
    const at = run.events.findIndex(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === kind,
    );
    return { ...run, events: run.events.slice(0, at + 1) };
  };
  const running = buildReport('prod1', [until(runs[0]?.runId ?? '', 'takeSnapshot')]);
  expect(running).toMatchObject({ state: 'running', says: null, endedAt: null, approvals: null });
  expect(running.steps.at(-1)).toMatchObject({ kind: 'takeSnapshot', state: 'running', tookMillis: null });
  expect(running.nodes.every(({ state }) => state === 'waiting')).toBe(true);
  expect(printReport(running)).toContain('| ended | not yet |');
});

test('an upgrade that was terminated in Temporal says by whom and why', () => {
  const [first] = runs as [RecordedRun];
  const end: HistoryEvent = {
    eventId: '999',
    eventTime: '2026-11-21T12:00:00Z',
    workflowExecutionTerminatedEventAttributes: { reason: 'wrong cluster', identity: 'temporal-ui' },
  };
  const ended = buildReport('prod1', [{ ...first, events: [...first.events.slice(0, 9), end] }]);
  expect(ended).toMatchObject({
    state: 'failed',
    says: 'Terminated in Temporal by temporal-ui: wrong cluster.',
  });
});

test('of an upgrade that still runs, a node that a person skipped stands there as skipped, not as failed', () => {
  const [cluster, one, failed] = runs as [RecordedRun, RecordedRun, RecordedRun];
  const said = (command: string) => [
    { ...cluster, events: cluster.events.slice(0, -1).map((event) => withCommand(event, 'retry', command)) },
    one,
    failed,
  ];
  const statesAfter = (command: string) =>
    buildReport('prod1', said(command)).nodes.map(({ node, state }) => [node, state]);
  const others = [
    ['10.0.0.1', 'waiting'],
    ['10.0.0.2', 'done'],
  ];
  expect(statesAfter('skip').toSorted()).toEqual([...others, ['10.0.0.3', 'skipped']]);
  expect(statesAfter('retry').toSorted()).toEqual([...others, ['10.0.0.3', 'failed']]);
});

test('a node that went back before it was skipped is skipped too, and one that ended well is not', () => {
  const [cluster, one, failed, again] = runs as [RecordedRun, RecordedRun, RecordedRun, RecordedRun];
  const events = cluster.events.slice(0, -1).map((event) => withCommand(event, 'retry', 'skip'));
  const early = {
    ...again,
    events: again.events.map((event) => ({ ...event, eventTime: '2026-11-21T09:48:54Z' })),
  };
  const stateWith = (workflowId: string) =>
    buildReport('prod1', [{ ...cluster, events }, one, failed, { ...early, workflowId }]).nodes.find(
      ({ node }) => node === '10.0.0.3',
    )?.state;
  expect(stateWith(`${again.workflowId}/rollback`)).toBe('skipped');
  expect(stateWith(again.workflowId)).toBe('done');
});

test('what could not be fetched is said in the report', () => {
  const partial = buildReport('prod1', runs.slice(0, 1), ['history of 10.0.0.1: no longer kept']);
  expect(printReport(partial)).toContain('**Not in this report:** history of 10.0.0.1: no longer kept');
});

test('text from outside can not become markup, nor break a table', () => {
  const markdown = printReport(report);
  expect(markdown).toContain('| a \\| disk was full |');
  const evil = { ...report, people: report.people.map((word) => ({ ...word, by: '<script>|\n# x' })) };
  expect(printReport(evil)).toContain('\\<script\\>\\| \\# x');
});

/** The same event, where a person said another command. */
function withCommand(event: HistoryEvent, from: string, to: string): HistoryEvent {
  const text = JSON.stringify(event);
  return JSON.parse(text.replace(`"name":"${from}"`, `"name":"${to}"`)) as HistoryEvent;
}

/** The same runs, with a ledger in what some activities returned. */
function withLedgers(
  recorded: readonly RecordedRun[],
  ledgers: Readonly<Record<string, unknown>>,
): readonly RecordedRun[] {
  return recorded.map((run) => {
    const kinds = new Map(
      run.events.map((event) => [
        event.eventId,
        event.activityTaskScheduledEventAttributes?.activityType?.name ?? '',
      ]),
    );
    return { ...run, events: run.events.map((event) => withLedger(event, kinds, ledgers)) };
  });
}

function withLedger(
  event: HistoryEvent,
  kinds: ReadonlyMap<string, string>,
  ledgers: Readonly<Record<string, unknown>>,
): HistoryEvent {
  const completed = event.activityTaskCompletedEventAttributes;
  const ledger = ledgers[kinds.get(completed?.scheduledEventId ?? '') ?? ''];
  const [payload] = completed?.result?.payloads ?? [];
  if (ledger === undefined || !payload) return event;
  const result = JSON.parse(Buffer.from(payload.data ?? '', 'base64').toString('utf8')) as object;
  const data = Buffer.from(JSON.stringify({ ...result, ledger })).toString('base64');
  return {
    ...event,
    activityTaskCompletedEventAttributes: { ...completed, result: { payloads: [{ ...payload, data }] } },
  } as HistoryEvent;
}
