/** How long a step stands still after a `kill -9` of its worker: measured on the built worker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultTaskQueue, previewWorkflowId, workflowTypes } from '../../knowledge/messages.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { type DevServer, startDevServer } from '../../worker/dev-server.ts';
import { freePort } from '../client/scripted/dev-server.ts';
import { until } from '../activities/hosts/remote/host-bench.ts';
import { specFor } from '../workflows/scripted-activities.ts';

const program = fileURLToPath(new URL('killable-worker.mjs', import.meta.url));
/** What was promised. */
const limitMillis = 5_000;

let folder: string;
let server: DevServer;
const workers: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-killed-'));
  const { path } = await findTemporal((line) => console.error(line));
  server = await startDevServer({
    binary: path,
    port: await freePort(),
    uiPort: null,
    databaseFile: join(folder, 'dev.db'),
  });
});
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Resolves once it takes work. */
async function startWorker(): Promise<{ readonly child: ChildProcess; readonly at: number }> {
  const child = spawn(process.execPath, [program, join(folder, 'attempts')], {
    env: {
      ...process.env,
      TEMPORAL_ADDRESS: server.address,
      XDG_STATE_HOME: folder,
      RINGLIFT_METRICS_ADDRESS: 'off',
      RINGLIFT_HEALTH_ADDRESS: 'off',
      RINGLIFT_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  workers.push(child);
  for (;;) {
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const at = /^(\d{13})$/m.exec(String(line))?.[1];
    if (at) return { child, at: Number(at) };
  }
}

const attempts = (): number[] => {
  const file = join(folder, 'attempts');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
};

/** A preview whose first attempt hangs on the worker that is given; when it ended, by the clock of this process. */
async function startPreview(client: Client): Promise<{ readonly ended: Promise<number> }> {
  const handle = await client.workflow.start(workflowTypes.preview, {
    workflowId: previewWorkflowId('prod1'),
    taskQueue: defaultTaskQueue,
    args: [specFor('prod1')],
  });
  const ended = handle.result().then(Date.now, Date.now);
  await until(() => attempts().length === 1, 60_000);
  // So long that heartbeats are all that the server still knows of it.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return { ended };
}

test('a step goes on at most five seconds after a new worker is up, and so does its workflow', async () => {
  const connection = await Connection.connect({ address: server.address });
  const { child } = await startWorker();
  const { ended } = await startPreview(new Client({ connection }));
  const killedAt = Date.now();
  child.kill('SIGKILL');
  const { at: upAt } = await startWorker();
  await until(() => attempts().length === 2, 60_000);
  const [, wentOnAt = 0] = attempts();
  const endedAt = await ended;
  console.log(
    `killed: a new worker up after ${upAt - killedAt} ms, the step went on ${wentOnAt - upAt} ms later, its workflow another ${endedAt - wentOnAt} ms later`,
  );
  expect(wentOnAt - upAt).toBeLessThan(limitMillis);
  expect(endedAt - wentOnAt).toBeLessThan(limitMillis);
  await connection.close();
});

test('another worker that is up already takes over when heartbeats were missed for five seconds', async () => {
  const connection = await Connection.connect({ address: server.address });
  const { child } = await startWorker();
  const { ended } = await startPreview(new Client({ connection }));
  await startWorker();
  const killedAt = Date.now();
  child.kill('SIGKILL');
  await until(() => attempts().length === 2, 60_000);
  const [, wentOnAt = 0] = attempts();
  const endedAt = await ended;
  console.log(
    `killed beside another: the step went on after ${wentOnAt - killedAt} ms, its workflow another ${endedAt - wentOnAt} ms later`,
  );
  // Of the last heartbeat, up to a second before, and of the pause before an attempt; the rest is for a busy computer.
  expect(wentOnAt - killedAt).toBeLessThan(limitMillis + 2_500);
  expect(endedAt - wentOnAt).toBeLessThan(limitMillis);
  await connection.close();
});
