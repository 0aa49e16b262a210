import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { inject } from 'vitest';
import {
  type Approval,
  type Command,
  type CommandAnswer,
  type CommandName,
  type RollbackCommand,
  type UpgradeResult,
  type UpgradeStatus,
  clusterWorkflowId,
} from '../../knowledge/messages.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { type Script, specFor } from './scripted-activities.ts';

// What these tests provoke would fill the terminal with warnings.
Runtime.install({ logger: new DefaultLogger('ERROR') });
const silent = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
/** The workflows of today: bundled once for all tests of a file. */
export const bundle = bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
  logger: silent,
});

/** A worker with scripted activities on the test run's server, and an upgrade started on it. */
export interface Bench {
  readonly cluster: string;
  readonly client: Client;
  readonly handle: WorkflowHandle;
  result(): Promise<UpgradeResult>;
  status(): Promise<UpgradeStatus>;
  until(what: (status: UpgradeStatus) => boolean): Promise<UpgradeStatus>;
  update(name: CommandName, payload: Partial<Approval & RollbackCommand>): Promise<CommandAnswer>;
  signal(name: CommandName, payload: Partial<Approval & RollbackCommand> | string): Promise<void>;
  close(): Promise<void>;
}

/** Another workflow than the upgrade, under the same id. */
export interface Other {
  readonly type: string;
  readonly input: (cluster: string) => unknown;
  /** Sent together with the start. */
  readonly signal?: { readonly name: CommandName; readonly payload: Command };
}

export async function startBench(
  script: Script,
  more: Partial<SpecInput> = {},
  other?: Other,
): Promise<Bench> {
  const cluster = `c${randomUUID().slice(0, 8)}`;
  const address = inject('temporalAddress');
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    taskQueue: cluster,
    workflowBundle: await bundle,
    activities: script.activities,
    // A cancellation arrives with a heartbeat.
    maxHeartbeatThrottleInterval: '100ms',
    defaultHeartbeatThrottleInterval: '100ms',
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const start = {
    workflowId: clusterWorkflowId(cluster),
    taskQueue: cluster,
    args: [other?.input(cluster) ?? { ...specFor(cluster), ...more, cluster }],
  };
  const type = other?.type ?? 'upgradeCluster';
  const handle: WorkflowHandle = other?.signal
    ? await client.workflow.signalWithStart(type, {
        ...start,
        signal: other.signal.name,
        signalArgs: [other.signal.payload],
      })
    : await client.workflow.start(type, start);
  const status = () => handle.query<UpgradeStatus>('status');
  return {
    cluster,
    client,
    handle,
    result: () => handle.result() as Promise<UpgradeResult>,
    status,
    until: async (what) => {
      for (;;) {
        const seen = await status();
        if (what(seen)) return seen;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    update: (name, payload) =>
      handle.executeUpdate<CommandAnswer, [Command]>(name, { args: [payload as Command] }),
    signal: (name, payload) => handle.signal<[unknown]>(name, payload),
    close: async () => {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
}
