/** A real Temporal server with its Web UI and a worker for the default task queue: what people reach from outside. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { defaultTaskQueue } from '../../knowledge/messages.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { startDevServer } from '../../worker/dev-server.ts';
import { freePort } from '../client/scripted/dev-server.ts';
import type { Script } from '../workflows/scripted-activities.ts';

export interface Stage {
  readonly address: string;
  readonly uiUrl: string;
  /** Path of the `temporal` program. */
  readonly temporal: string;
  /** For files that a person would write; removed at the end. */
  readonly folder: string;
  close(): Promise<void>;
}

/** How long a condition may take to come true on a machine that does much else. */
export const patient = { timeout: 120_000, interval: 250 } as const;

export async function startStage(script: Script): Promise<Stage> {
  const { path } = await findTemporal((line) => console.error(line));
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-outside-'));
  const [port, uiPort] = [await freePort(), await freePort()];
  const server = await startDevServer({
    binary: path,
    port,
    uiPort,
    databaseFile: join(folder, 'dev.db'),
  });
  const stopWorker = await startWorker(server.address, script);
  return {
    address: server.address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    temporal: path,
    folder,
    close: async () => {
      try {
        await stopWorker();
      } finally {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function startWorker(address: string, script: Script): Promise<() => Promise<void>> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue: defaultTaskQueue,
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    activities: script.activities,
    shutdownForceTime: '20s',
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
