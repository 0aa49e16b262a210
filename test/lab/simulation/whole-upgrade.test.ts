import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { startSimulation } from '../../../lab/simulation/simulated-cluster.ts';
import { findTemporal } from '../../../lab/toolchain/temporal.ts';
import { startDevServer } from '../../../worker/dev-server.ts';
import { runWorker } from '../../../worker/main.ts';
import { readSettings } from '../../../worker/settings.ts';
import { freePort } from '../../client/scripted/dev-server.ts';

/** A Temporal server and a worker of this process, for as long as the work lasts. */
async function withRinglift<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const { path: binary } = await findTemporal((line) => console.error(line));
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-whole-upgrade-'));
  const database = join(folder, 'dev.db');
  const server = await startDevServer({
    binary,
    port: await freePort(),
    uiPort: null,
    databaseFile: database,
  });
  const settings = readSettings({
    TEMPORAL_ADDRESS: server.address,
    RINGLIFT_EVIDENCE_FOLDER: join(folder, 'evidence'),
    RINGLIFT_METRICS_ADDRESS: 'off',
    RINGLIFT_HEALTH_ADDRESS: 'off',
    RINGLIFT_LOG_LEVEL: 'error',
  });
  const stopping = new AbortController();
  const worker = runWorker({ settings, signal: stopping.signal, handleSignals: false });
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection }));
  } finally {
    stopping.abort();
    await worker;
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Starts the upgrade, approves what is shown at each door.
 * @param costs gets what going back cost, as the status said it
 * @throws Error when it waits for a person
 */
async function upgrade(client: Client, spec: SpecInput, costs: Set<string>): Promise<UpgradeResult> {
  const handle = await client.workflow.start(workflowTypes.cluster, {
    workflowId: clusterWorkflowId(spec.cluster),
    taskQueue: defaultTaskQueue,
    args: [spec],
  });
  const ended = handle.result().then((result) => result as UpgradeResult);
  for (;;) {
    const result = await Promise.race([ended, sleep(200)]);
    if (result) return result;
    const { waiting, ledger } = await handle.query<UpgradeStatus>('status');
    if (ledger) costs.add(ledger.says);
    if (waiting?.for === 'person') throw new Error(`${waiting.step}: ${waiting.error}: ${waiting.message}`);
    if (waiting?.for !== 'approval' || waiting.approvals.length > 0) continue;
    const approval = { by: 'alice', id: `alice-${waiting.evidence}`, evidence: waiting.evidence };
    // Refused while a gate is shut just now: the next turn asks again.
    await handle
      .executeUpdate('approve', { args: [approval] })
      .catch((error: unknown) => console.error(error));
  }
}

test('three simulated nodes are carried from 5.0.9 to 6.0-alpha2 by the real activities, through the door', async () => {
  const simulation = await startSimulation();
  try {
    const costs = new Set<string>();
    const result = await withRinglift((client) => upgrade(client, simulation.specFor(), costs));
    expect(result).toMatchObject({ state: 'done' });
    for (const node of simulation.nodes) {
      expect(node.state()).toMatchObject({ installed: '6.0-alpha2', mode: 'NORMAL', serving: true });
      const what = node.events.map((event) => `${event.what} ${event.release}`);
      expect(what).toEqual([
        ...['started 5.0.9', 'serving 5.0.9', 'drained 5.0.9', 'stopped 5.0.9'],
        ...['started 6.0-alpha2', 'serving 6.0-alpha2'],
      ]);
      const journal = await node.journal();
      const steps = journal.filter(({ event }) => event === 'end').map(({ step }) => step);
      expect(steps).toEqual(expect.arrayContaining(['takeSnapshot', 'makeRestorePoint', 'switchRelease']));
    }
    const back = (count: string) =>
      `change of binaries with system_schema put back on ${count}; nothing is lost`;
    expect([...costs].slice(0, 4)).toEqual([
      'nothing: no node was upgraded',
      ...['1 node', '2 nodes', '3 nodes'].map(back),
    ]);
    const cms = simulation
      .commands()
      .filter(({ step }) => /cms /.test(step ?? '') || step === 'reconfigureCms');
    expect(cms.map(({ step }) => step)).toEqual(['cms initialize', 'reconfigureCms']);
  } finally {
    await simulation.stop();
  }
});
