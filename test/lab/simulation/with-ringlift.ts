/** Ringlift as a person meets it, for tests on simulated hosts: a Temporal server, a real worker, one upgrade. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  type Command,
  type CommandAnswer,
  type CommandName,
  type UpgradeResult,
  type UpgradeStatus,
  type Waiting,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../../knowledge/messages.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { findTemporal } from '../../../lab/toolchain/temporal.ts';
import { startDevServer } from '../../../worker/dev-server.ts';
import { runWorker } from '../../../worker/main.ts';
import { readSettings } from '../../../worker/settings.ts';
import { freePort } from '../../client/scripted/dev-server.ts';

/** The worker runs in this process, for as long as the work lasts. */
export async function withRinglift<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const { path: binary } = await findTemporal((line) => console.error(line));
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-on-simulation-'));
  const databaseFile = join(folder, 'dev.db');
  const server = await startDevServer({ binary, port: await freePort(), uiPort: null, databaseFile });
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

export type Say = (command: CommandName, payload: Partial<Command>) => Promise<CommandAnswer>;

export interface Attendant {
  /** Called whenever an approval is waited for and none was given yet. */
  readonly atDoor: (waiting: Waiting & { for: 'approval' }, say: Say) => Promise<unknown>;
  /** Sees what the upgrade says of itself, several times a second. */
  readonly onStatus?: (status: UpgradeStatus) => unknown;
}

/** Runs an upgrade to its end. @throws Error when it waits for a person */
export async function attend(
  client: Client,
  spec: SpecInput,
  { atDoor, onStatus }: Attendant,
): Promise<UpgradeResult> {
  const handle = await client.workflow.start(workflowTypes.cluster, {
    workflowId: clusterWorkflowId(spec.cluster),
    taskQueue: defaultTaskQueue,
    args: [spec],
  });
  const ended = handle.result().then((result) => result as UpgradeResult);
  const say: Say = (command, payload) =>
    handle.executeUpdate<CommandAnswer, [Command]>(command, { args: [{ by: 'alice', ...payload }] });
  for (;;) {
    const result = await Promise.race([ended, sleep(200)]);
    if (result) return result;
    const status = await handle.query<UpgradeStatus>('status');
    onStatus?.(status);
    const { waiting } = status;
    if (waiting?.for === 'person') throw new Error(`${waiting.step}: ${waiting.error}: ${waiting.message}`);
    if (waiting?.for === 'approval' && waiting.approvals.length === 0) await atDoor(waiting, say);
  }
}
