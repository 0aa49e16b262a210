/** The demo, judged: three real nodes from 5.0.9 to 6.0-alpha2 and through the one-way door, under traffic. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../activities/evidence-store.ts';
import type { Report, ReportStep } from '../../client/report/report.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { DemoFigures } from '../../lab/demo/figures.ts';
import { runDemo } from '../../lab/demo/run-demo.ts';
import { type JournalEntry, journalOf, stepsOf, timeOf } from './journal.ts';
import { removeFolder } from './remove-folder.ts';

const target = '6.0-alpha2';
const nodes = ['cass-01', 'cass-02', 'cass-03'];
/** A loaded computer's; an idle one takes a sixth of it. */
const limitMillis = 60 * 60_000;

let folder: string;
let exitCode: number;
let figures: DemoFigures;
let report: Report;
const journals = new Map<string, readonly JournalEntry[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-whole-upgrade-'));
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  exitCode = await runDemo({
    folder,
    approve: true,
    rows: 300,
    say: (line) => console.log(line),
    look: async (lab) => {
      const spec = parse(await read('demo.yaml')) as SpecInput;
      for (const name of nodes) journals.set(name, await journalOf(lab, name, spec));
    },
  });
  figures = JSON.parse(await read('figures.json')) as DemoFigures;
  report = JSON.parse(await read('report.json')) as Report;
}, limitMillis);

afterAll(async () => removeFolder(folder));

function journal(name: string): readonly JournalEntry[] {
  return journals.get(name) ?? [];
}

describe('what the clients and the operator see', () => {
  test('it ends well, and no request failed and nothing was lost on the way', () => {
    expect(exitCode).toBe(0);
    expect(figures.requests).toBeGreaterThan(1_000);
    expect(figures).toMatchObject({ failedRequests: 0, lostWrites: 0 });
    expect(figures.checksumAfter).toBe(figures.checksumBefore);
  });

  test('every node runs the target and is a member of the cluster metadata service', () => {
    expect(figures.releases).toEqual(nodes.map(() => target));
    expect(figures.cmsMembers).toBe(nodes.length);
  });

  test('the history of a node stays short', () => {
    expect(figures.historyEvents.nodes).toHaveLength(nodes.length);
    for (const events of figures.historyEvents.nodes) expect(events).toBeLessThan(120);
  });
});

describe('what the report tells afterwards', () => {
  test('it is whole, and each node has a snapshot before anything is stopped and a restore point before the switch', () => {
    expect(report).toMatchObject({ state: 'done', missing: [], to: target });
    expect(report.nodes.map(({ name }) => name).toSorted()).toEqual(nodes);
    const firstStop = Math.min(...report.steps.filter(({ kind }) => kind === 'stopNode').map(began));
    for (const { node } of report.nodes) {
      expect(ended(stepOf(node, 'takeSnapshot'))).toBeLessThan(firstStop);
      expect(ended(stepOf(node, 'makeRestorePoint'))).toBeLessThanOrEqual(
        began(stepOf(node, 'switchRelease')),
      );
    }
  });

  test('the door was opened once, by alice, on the very facts that she was shown', () => {
    const [approval, ...others] = report.approvals ?? [];
    expect(others).toEqual([]);
    const looks = report.steps.filter(({ kind }) => kind === 'collectDoorEvidence');
    const opened = stepOf(null, 'initializeCms');
    // The last look before the door, which is the one that her approval caused.
    const last = looks.findLast((look) => ended(look) <= began(opened));
    expect(last?.facts.length).toBeGreaterThan(0);
    const digest = digestOf({ cluster: report.cluster, door: 'cms', facts: last?.facts });
    expect(approval).toMatchObject({ by: 'alice', evidence: digest });
    expect(last?.evidence).toBe(digest);
    expect(report.people).toEqual([
      expect.objectContaining({ by: 'alice', command: 'approve', evidence: digest, refused: false }),
    ]);
    expect(Date.parse(approval?.at ?? '')).toBeLessThanOrEqual(began(opened));
  });
});

describe('what the hosts wrote down themselves', () => {
  test('a node is drained only after its snapshot, and switched only after its restore point', () => {
    for (const name of nodes) {
      const entries = journal(name);
      expect(timeOf(entries, 'takeSnapshot', 'jobEnded')).toBeLessThan(timeOf(entries, 'drainNode', 'begin'));
      expect(timeOf(entries, 'drainNode', 'end')).toBeLessThan(timeOf(entries, 'stopNode', 'begin'));
      expect(timeOf(entries, 'stopNode', 'end')).toBeLessThan(timeOf(entries, 'makeRestorePoint', 'begin'));
      expect(timeOf(entries, 'makeRestorePoint', 'end')).toBeLessThan(
        timeOf(entries, 'switchRelease', 'begin'),
      );
      expect(timeOf(entries, 'switchRelease', 'end')).toBeLessThan(timeOf(entries, 'startNode', 'begin'));
    }
  });

  test('all snapshots are there before the first node is drained', () => {
    const snapshots = nodes.map((name) => timeOf(journal(name), 'takeSnapshot', 'jobEnded'));
    const drains = nodes.map((name) => timeOf(journal(name), 'drainNode', 'begin'));
    expect(Math.max(...snapshots)).toBeLessThan(Math.min(...drains));
  });

  test('no node is touched before the one before it serves again and has passed its gates', () => {
    const spans = nodes
      // A host is unlocked only after the node was seen to serve and its gates were open.
      .map((name) => ({ since: timeOf(journal(name), 'drainNode', 'begin'), until: unlocked(name) }))
      .toSorted((one, other) => one.since - other.since);
    for (const [index, { until }] of spans.entries()) {
      const next = spans[index + 1];
      if (next) expect(until).toBeLessThan(next.since);
    }
    for (const { node, name } of report.nodes) {
      expect(ended(stepOf(node, 'awaitServing'))).toBeLessThan(unlocked(name));
    }
  });

  test('cms initialize was run exactly once in the whole cluster, after all nodes were done', () => {
    const all = nodes.flatMap(journal);
    const initialized = all.filter(({ step, event }) => step === 'cms initialize' && event === 'begin');
    expect(initialized).toHaveLength(1);
    expect(Date.parse(initialized[0]?.at ?? '')).toBeGreaterThan(Math.max(...nodes.map(unlocked)));
  });

  test('every step that began has ended, and none was refused', () => {
    for (const name of nodes) {
      const entries = journal(name);
      expect(stepsOf(entries).length).toBeGreaterThan(10);
      // A job ends by itself, after the step that started it.
      const steps = entries.filter(({ event }) => event !== 'jobEnded');
      expect(steps.map(({ event }) => event)).toEqual(stepsOf(entries).flatMap(() => ['begin', 'end']));
      const jobs = entries.filter(({ event }) => event === 'jobEnded');
      expect(jobs.map(({ result }) => result)).toEqual(jobs.map(() => 'exit-0'));
      expect(jobs.length).toBeGreaterThan(0);
    }
  });
});

function unlocked(name: string): number {
  return timeOf(journal(name), 'unlockHost', 'end');
}

function stepOf(node: string | null, kind: string): ReportStep {
  const found = report.steps.filter((step) => step.kind === kind && (node === null || step.node === node));
  expect(found.map(({ state }) => state)).toEqual(['done']);
  return found[0]!;
}

function began({ at }: ReportStep): number {
  return Date.parse(at);
}

function ended({ endedAt }: ReportStep): number {
  return Date.parse(endedAt ?? '');
}
