import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RingliftError } from '../../knowledge/errors.ts';
import { shut } from '../../knowledge/verdict.ts';
import { type DevServer, startDevServer } from '../../worker/dev-server.ts';
import { createLog } from '../../worker/log.ts';
import type { Composition } from '../../worker/composition.ts';
import { runWorker } from '../../worker/main.ts';
import { Secrets } from '../../worker/redaction.ts';
import { readSettings } from '../../worker/settings.ts';
import { findTemporalBinary } from '../../worker/temporal-binary.ts';
import { freePort } from './toy/free-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringlift-worker-'));
const workflows = { workflowsPath: new URL('./toy/workflows.ts', import.meta.url).pathname };
const secret = 'hunter2-of-the-toy';
const spec = { cluster: 'toy', cql: { passwordEnv: 'TOY_CQL_PASSWORD' } };
let server: DevServer;
let client: Client;

beforeAll(async () => {
  const binary = findTemporalBinary(process.env);
  server = await startDevServer({
    binary,
    port: await freePort(),
    uiPort: null,
    databaseFile: join(folder, 'dev.db'),
  });
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
}, 60_000);

afterAll(async () => {
  await client?.connection.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const parts = { where: 'cas-1', what: 'a gate is shut', next: 'Start cas-2.' };
const verdicts = [shut('otherNodesUp', ['cas-2 is DN'], 'Start cas-2.')];

/** Activities in place of the real ones: what each does is the name of the failure that it was asked for. */
const toys: Composition = {
  activities: {
    async drainNode({ fail }: { fail?: string }) {
      if (fail === 'GateShut') throw Object.assign(new RingliftError('GateShut', parts), { verdicts });
      if (fail === 'CommandFailed')
        throw new RingliftError('CommandFailed', { ...parts, found: `-p ${secret}` });
      return { outcome: 'done', says: `logged in with ${secret}` };
    },
    async waitToBeStopped() {
      const { info, cancelled } = Context.current();
      if (info.attempt > 1) return 'taken up again';
      const beat = setInterval(() => Context.current().heartbeat(), 200);
      await cancelled.finally(() => clearInterval(beat));
      return 'never';
    },
  },
  close: async () => undefined,
};

interface Running {
  readonly metrics: () => Promise<string>;
  readonly ready: () => Promise<Response>;
  readonly log: () => Record<string, unknown>[];
  stop(): Promise<void>;
}

async function startWorker(environment: Record<string, string> = {}): Promise<Running> {
  const [metricsPort, healthPort] = [await freePort(), await freePort()];
  const settings = readSettings({
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
    RINGLIFT_TASK_QUEUE: 'toy',
    RINGLIFT_METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
    RINGLIFT_HEALTH_ADDRESS: `127.0.0.1:${healthPort}`,
    RINGLIFT_SHUTDOWN_GRACE: '500ms',
    ...environment,
  });
  let text = '';
  const secrets = new Secrets({ TOY_CQL_PASSWORD: secret });
  const log = createLog({ level: 'debug', secrets, destination: { write: (piece) => void (text += piece) } });
  const stopping = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  const compose = () => Promise.resolve(toys);
  await new Promise<void>((resolve, reject) => {
    const common = {
      settings,
      secrets,
      log,
      compose,
      workflows,
      handleSignals: false,
      signal: stopping.signal,
    };
    ended = runWorker({ ...common, onReady: resolve });
    ended.catch(reject);
  });
  return {
    metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
    ready: () => fetch(`http://127.0.0.1:${healthPort}/readyz`),
    log: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

function run(type: string, workflowId: string, input: object = {}): Promise<unknown> {
  const args = [{ node: 'cas-1', spec, ...input }];
  return client.workflow.execute(type, { taskQueue: 'toy', workflowId, args });
}

test('one step is seen on the metrics page, in the log with workflow, step, node and attempt, and by its search attribute', async () => {
  const worker = await startWorker();
  try {
    expect((await worker.ready()).status).toBe(200);
    expect(await run('drainOne', 'toy-done')).toBe('done');
    const page = await worker.metrics();
    expect(page).toMatch(
      /ringlift_steps_total\{[^}]*cluster="toy"[^}]*outcome="done"[^}]*step="drainNode"[^}]*\} 1\n/,
    );
    expect(page).toMatch(/ringlift_step_seconds_bucket\{[^}]*step="drainNode"[^}]*le="3600"\} 1\n/);
    expect(page).toContain('temporal_workflow_completed_total');
    const lines = worker.log().filter(({ workflowId }) => workflowId === 'toy-done');
    const common = {
      level: 'info',
      workflowId: 'toy-done',
      cluster: 'toy',
      step: 'drainNode',
      node: 'cas-1',
      attempt: 1,
    };
    expect(lines).toContainEqual(expect.objectContaining({ ...common, msg: 'step begins' }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...common,
        msg: 'step ends',
        outcome: 'done',
        says: 'logged in with [redacted]',
      }),
    );
  } finally {
    await worker.stop();
  }
});

test('a shut gate reaches the workflow as its own failure, at once, with the verdicts, and is counted by name', async () => {
  const worker = await startWorker();
  try {
    const failed = await run('drainOne', 'toy-gate', { fail: 'GateShut' }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(WorkflowFailedError);
    expect((failed as WorkflowFailedError).cause?.cause).toMatchObject({
      type: 'GateShut',
      nonRetryable: true,
      details: [{ ...parts, verdicts }],
    });
    const page = await worker.metrics();
    expect(page).toMatch(/ringlift_gates_shut_total\{[^}]*gate="otherNodesUp"[^}]*\} 1\n/);
    expect(page).toMatch(/ringlift_steps_total\{[^}]*outcome="GateShut"[^}]*\} 1\n/);
  } finally {
    await worker.stop();
  }
});

test('a passing fault is tried again, and the secret in its text stays out of the log', async () => {
  const worker = await startWorker();
  try {
    await expect(run('drainOne', 'toy-retry', { fail: 'CommandFailed' })).rejects.toThrow(
      WorkflowFailedError,
    );
    const failures = worker.log().filter(({ msg }) => msg === 'step fails');
    expect(failures).toMatchObject([
      { level: 'warn', attempt: 1, error: 'CommandFailed', triedAgain: true },
      { level: 'warn', attempt: 2, error: 'CommandFailed' },
    ]);
    expect(JSON.stringify(worker.log())).not.toContain(secret);
  } finally {
    await worker.stop();
  }
});

test('a worker that stops hands a long step back, and the next worker takes it up', async () => {
  const first = await startWorker();
  const result = run('beStopped', 'toy-stop');
  await expect.poll(() => first.log().some(({ msg }) => msg === 'step begins')).toBe(true);
  await first.stop();
  expect(first.log()).toContainEqual(
    expect.objectContaining({ msg: 'step cancelled', step: 'waitToBeStopped' }),
  );
  const second = await startWorker();
  try {
    expect(await result).toBe('taken up again');
  } finally {
    await second.stop();
  }
}, 30_000);

test('the search attributes are registered in a namespace that lacks them', async () => {
  const namespace = 'bare';
  await client.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const worker = await startWorker({ TEMPORAL_NAMESPACE: namespace, RINGLIFT_CONNECT_PATIENCE: '20s' });
  try {
    const { customAttributes } = await (client.connection as Connection).operatorService.listSearchAttributes(
      { namespace },
    );
    expect(customAttributes).toMatchObject({
      UpgradeCluster: 2,
      UpgradePhase: 2,
      UpgradeTarget: 2,
      UpgradeNeedsHuman: 5,
    });
  } finally {
    await worker.stop();
  }
}, 30_000);

test('a namespace that is not there is named with the command that creates it', async () => {
  const worker = startWorker({ TEMPORAL_NAMESPACE: 'nowhere', RINGLIFT_CONNECT_PATIENCE: '300ms' });
  await expect(worker).rejects.toMatchObject({
    name: 'TemporalUnreachable',
    message: expect.stringMatching(/temporal operator namespace create .*--namespace nowhere/) as string,
  });
});

test('a server that does not answer is given up after the patience, with its address and what to do', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const started = performance.now();
  const worker = startWorker({ TEMPORAL_ADDRESS: address, RINGLIFT_CONNECT_PATIENCE: '1s' });
  await expect(worker).rejects.toMatchObject({
    name: 'TemporalUnreachable',
    message: expect.stringMatching(new RegExp(`${address}.*Connection refused.*TEMPORAL_ADDRESS`)) as string,
  });
  expect(performance.now() - started).toBeGreaterThan(900);
});

test('a metrics port in use is named with its setting', async () => {
  const taken = Number(server.address.split(':')[1]);
  await expect(startWorker({ RINGLIFT_METRICS_ADDRESS: `127.0.0.1:${taken}` })).rejects.toMatchObject({
    name: 'AddressInUse',
    message: expect.stringContaining('RINGLIFT_METRICS_ADDRESS') as string,
  });
});
