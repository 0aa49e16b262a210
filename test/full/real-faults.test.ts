/** One upgrade of three real nodes in which something breaks at every turn: what simulated hosts can't vouch for. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type WorkflowClient } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import { parseCmsDescribe } from '../../knowledge/nodetool/cms-describe.ts';
import { parseVersion } from '../../knowledge/nodetool/version.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { checksum } from '../../lab/cluster/checksum.ts';
import { withCql } from '../../lab/cluster/cql-client.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { seedData } from '../../lab/cluster/seed-data.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { Stage } from '../faults/stage.ts';
import { type JournalEntry, journalOf, timeOf } from '../system/journal.ts';
import { removeFolder } from '../system/remove-folder.ts';

const target = '6.0-alpha2';
const order = ['cass-02', 'cass-01', 'cass-03'] as const;
/** A loaded computer's. */
const limitMillis = 90 * 60_000;
const say = (line: string) => console.log(line);

/** Something that breaks as soon as a node's own journal shows that line. */
interface RealFault {
  readonly node: string;
  /** The beginning of the step's name. */
  readonly step: string;
  readonly event: 'begin' | 'end';
  readonly breaks: string;
  readonly act: (node: string) => Promise<void>;
}

let folder: string;
let lab: LabCluster;
let stage: Stage;
let spec: SpecInput;
let connection: Connection;
let workflows: WorkflowClient;
/** From a new worker's first poll to its next step, in ms. */
const recoveries: number[] = [];

const killWorker = async () => {
  await stage.crew.killAll();
  const taken = await stage.crew.hire();
  const off = stage.onStep(({ what }) => {
    if (what !== 'begins') return;
    recoveries.push(Date.now() - taken);
    off();
  });
};
const killServer = async () => {
  await stage.server.kill();
  await sleep(1_000);
  await stage.server.start();
};
const pullCable = async (node: string) => {
  await lab.setCable(node, 'down');
  await sleep(8_000);
  await lab.setCable(node, 'up');
};
const freezeNode = async (node: string) => {
  while (!(await lab.signalCassandra(node, 'STOP'))) await sleep(200);
  await sleep(15_000);
  await lab.signalCassandra(node, 'CONT');
};
const killNode = async (node: string) => {
  while (!(await lab.signalCassandra(node, 'KILL'))) await sleep(200);
};
const cutPower = async (node: string) => {
  await lab.powerOff(node);
  await sleep(2_000);
  await lab.powerOn(node);
};
const secondWorker = async () => {
  await stage.crew.hire();
};

const faults: readonly RealFault[] = [
  { node: 'cass-02', step: 'takeSnapshot', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'drainNode', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'stopNode', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'switchRelease', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'startNode', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-01', step: 'lockHost', event: 'begin', breaks: 'a second worker', act: secondWorker },
  { node: 'cass-01', step: 'drainNode', event: 'begin', breaks: 'cable pulled', act: pullCable },
  { node: 'cass-01', step: 'makeRestorePoint', event: 'begin', breaks: 'server killed', act: killServer },
  { node: 'cass-01', step: 'startNode', event: 'end', breaks: 'node frozen', act: freezeNode },
  { node: 'cass-03', step: 'makeRestorePoint', event: 'end', breaks: 'worker killed', act: killWorker },
  { node: 'cass-03', step: 'startNode', event: 'end', breaks: 'node killed', act: killNode },
  { node: 'cass-01', step: 'rewriteSSTables', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'rewriteSSTables', event: 'begin', breaks: 'power cut', act: cutPower },
  { node: 'cass-01', step: 'repairNode', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'repairNode', event: 'begin', breaks: 'server killed', act: killServer },
  { node: 'cass-02', step: 'cms initialize', event: 'begin', breaks: 'worker killed', act: killWorker },
  { node: 'cass-02', step: 'reconfigureCms', event: 'begin', breaks: 'worker killed', act: killWorker },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-real-faults-'));
  const tarball = await releaseTarball(target, say);
  const { path } = await findTemporal(say);
  lab = await startLab({ folder: join(folder, 'lab'), release: '5.0.9', nodes: 3, say });
  await seedData(lab, { rows: 2_000 });
  // What was written as nb is left to be rewritten once the cluster writes oa.
  for (const { name } of lab.nodes) await toModeNone(name);
  spec = {
    ...lab.specFor({ target, tarball }),
    strategy: { canary: { soak: '1s' }, order: [...order] },
  };
  stage = await Stage.set(path);
  connection = await Connection.connect({ address: stage.server.address });
  workflows = new Client({ connection }).workflow;
}, limitMillis);

afterAll(async () => {
  await connection?.close();
  await stage?.clear();
  await lab?.stop();
  await removeFolder(folder);
}, limitMillis);

test(
  `${faults.length} faults in one upgrade of real nodes, and it ends well: nothing lost, nothing done twice`,
  async () => {
    const before = await checksum(lab);
    await workflows.start(workflowTypes.cluster, {
      workflowId: clusterWorkflowId(spec.cluster),
      taskQueue: defaultTaskQueue,
      args: [spec],
    });
    const met: string[] = [];
    const stood: string[] = [];
    let ended = false;
    const person = beAPerson(stood, () => ended);
    for (const { node, step, event, breaks, act } of faults) {
      if (!(await untilJournal(node, step, event, () => ended))) break;
      await act(node);
      met.push(`${breaks} at ${step} of ${node}`);
      say(`${met.length}. ${met.at(-1)}`);
    }
    const result = (await retried(() =>
      workflows.getHandle(clusterWorkflowId(spec.cluster)).result(),
    )) as UpgradeResult;
    ended = true;
    await person;
    say(`a person was needed: ${stood.join(' | ') || 'never'}`);
    say(`from a new worker to its next step: ${recoveries.map((each) => `${each} ms`).join(', ')}`);
    expect(met).toHaveLength(faults.length);
    expect(result.state).toBe('done');
    await expectWell(before);
  },
  limitMillis,
);

async function expectWell(before: string): Promise<void> {
  const spans = [];
  const asked: JournalEntry[] = [];
  for (const name of order) {
    expect(parseVersion((await lab.nodetool(name, 'version')).stdout).release).toBe(target);
    expect(parseCmsDescribe((await lab.nodetool(name, 'cms', 'describe')).stdout).members).toHaveLength(3);
    const journal = await journalOf(lab, name, spec);
    expect(timeOf(journal, 'takeSnapshot', 'jobEnded')).toBeLessThan(timeOf(journal, 'drainNode', 'begin'));
    expect(timeOf(journal, 'makeRestorePoint', 'end')).toBeLessThanOrEqual(
      timeOf(journal, 'switchRelease', 'begin'),
    );
    asked.push(
      ...journal.filter(({ step, result }) => step.startsWith('cms initialize') && result === 'asked'),
    );
    spans.push({ since: timeOf(journal, 'drainNode', 'begin'), until: timeOf(journal, 'unlockHost', 'end') });
  }
  for (const [index, { until }] of spans.entries()) {
    const next = spans[index + 1];
    if (next) expect(until).toBeLessThan(next.since);
  }
  expect(asked.length).toBeLessThanOrEqual(1);
  expect(await initializationsOf(lab)).toEqual(['INITIALIZE_CMS', 'PRE_INITIALIZE_CMS']);
  expect(await checksum(lab)).toBe(before);
}

/** As the cluster itself wrote it down: a script that was begun may have been cut off while it still looked. */
async function initializationsOf({ nodes }: LabCluster): Promise<string[]> {
  const { rows } = await withCql(
    nodes.map(({ address }) => address),
    (client) => client.execute('SELECT kind FROM system_views.cluster_metadata_log', [], { prepare: false }),
  );
  const kinds = rows.map((row) => String(row['kind']));
  return kinds.filter((kind) => kind.endsWith('INITIALIZE_CMS')).toSorted();
}

/** @returns false when the upgrade ended before */
async function untilJournal(
  node: string,
  step: string,
  event: 'begin' | 'end',
  ended: () => boolean,
): Promise<boolean> {
  while (!ended()) {
    const journal = await journalOf(lab, node, spec).catch(() => []);
    if (journal.some((line) => line.event === event && line.step.startsWith(step))) return true;
    await sleep(50);
  }
  return false;
}

/** Approves what is shown, and says retry whenever it waits: what it waited for is written down. */
async function beAPerson(stood: string[], ended: () => boolean): Promise<void> {
  const handle = workflows.getHandle(clusterWorkflowId(spec.cluster));
  while (!ended()) {
    const status = await handle.query<UpgradeStatus>('status').catch(() => null);
    const { waiting } = status ?? {};
    if (waiting?.for === 'approval') {
      const args = [{ by: 'alice', evidence: waiting.evidence, comment: 'seen' }] as const;
      await handle.executeUpdate('approve', { args: [...args] }).catch((error: Error) => say(error.message));
    }
    if (waiting?.for === 'person') {
      const reason = `${waiting.step}: ${waiting.error}`;
      if (stood.at(-1) !== reason) stood.push(reason);
      say(`waits: ${reason}: ${waiting.message.slice(0, 300)}`);
      await handle.executeUpdate('retry', { args: [{ by: 'alice' }] }).catch(() => undefined);
      await sleep(5_000);
    }
    if (status && ['done', 'aborted', 'failed'].includes(status.state)) return;
    await sleep(1_000);
  }
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20 || (error as Error).name === 'WorkflowFailedError') throw error;
      await sleep(2_000);
    }
  }
}

async function toModeNone(name: string): Promise<void> {
  const file = `${lab.node(name).paths.home}/conf/cassandra.yaml`;
  const line = 'storage_compatibility_mode: NONE';
  await lab.nodetool(name, 'flush');
  await lab.stopService(name);
  await lab.exec(name, ['sh', '-c', 'printf "%s\\n" "$2" >>"$1"', 'append', file, line]);
  await lab.startService(name);
  await lab.awaitServing(name);
}
