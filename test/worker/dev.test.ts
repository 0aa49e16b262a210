import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchAttributes } from '../../knowledge/messages.ts';
import { runDev } from '../../worker/dev.ts';
import { argumentsOf } from '../../worker/dev-server.ts';
import { serverSettings } from '../../worker/server-settings.ts';
import { freePort } from './toy/free-port.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-dev-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface RunningDev {
  readonly said: string[];
  readonly client: Client;
  stop(): Promise<void>;
}

async function start(
  port: number,
  options: { headless?: boolean; uiPort?: number } = {},
): Promise<RunningDev> {
  const stopping = new AbortController();
  const said: string[] = [];
  const environment = {
    ...process.env,
    XDG_STATE_HOME: folder,
    RINGLIFT_METRICS_ADDRESS: 'off',
    RINGLIFT_HEALTH_ADDRESS: 'off',
    RINGLIFT_TASK_QUEUE: 'toy',
    // Of another server: the development server must be used all the same.
    TEMPORAL_ADDRESS: 'temporal.example:1',
    TEMPORAL_NAMESPACE: 'production',
  };
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    ended = runDev({
      environment,
      port,
      headless: true,
      ...options,
      signal: stopping.signal,
      say: (line) => said.push(line),
      workflows: { workflowsPath: new URL('./toy/workflows.ts', import.meta.url).pathname },
      compose: () => Promise.resolve({ activities: {}, close: async () => undefined }),
      onReady: resolve,
    });
    ended.catch(reject);
  });
  const client = new Client({ connection: await Connection.connect({ address: `127.0.0.1:${port}` }) });
  return {
    said,
    client,
    stop: async () => {
      await client.connection.close();
      stopping.abort();
      await ended;
    },
  };
}

test('a workflow that waits is still there after the server and the worker were stopped and started again', async () => {
  const port = await freePort();
  const first = await start(port);
  const begun = await first.client.workflow.start('waitForWord', { taskQueue: 'toy', workflowId: 'waiting' });
  // Its first task is done: one that is lost under way is tried again only after Temporal's 10 s.
  await expect.poll(async () => (await begun.describe()).historyLength).toBeGreaterThanOrEqual(4);
  await first.stop();
  await expect(Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 300 })).rejects.toThrow();
  const second = await start(port);
  try {
    const waiting = second.client.workflow.getHandle('waiting');
    await waiting.signal('word', 'go');
    expect(await waiting.result()).toBe('go');
  } finally {
    await second.stop();
  }
}, 60_000);

test('it says where the server and its Web UI are, and the Web UI answers there', async () => {
  const [port, uiPort] = [await freePort(), await freePort()];
  const dev = await start(port, { headless: false, uiPort });
  try {
    expect(dev.said[0]).toBe(`Temporal: 127.0.0.1:${port}, Web UI: http://127.0.0.1:${uiPort}`);
    expect(dev.said.at(-1)).toBe('Ready.');
    expect((await fetch(`http://127.0.0.1:${uiPort}`)).status).toBe(200);
    const second = start(port);
    await expect(second).rejects.toMatchObject({
      name: 'AddressInUse',
      message: expect.stringMatching(new RegExp(`127.0.0.1:${port}.*--address`)) as string,
    });
  } finally {
    await dev.stop();
  }
}, 60_000);

test('the server is started with the fast settings and every search attribute', () => {
  const words = argumentsOf({ binary: 'temporal', port: 1, uiPort: null, databaseFile: '/dev.db' });
  for (const [key, value] of Object.entries(serverSettings)) expect(words).toContain(`${key}=${value}`);
  for (const [name, type] of Object.entries(searchAttributes)) expect(words).toContain(`${name}=${type}`);
  expect(words).toContain('--headless');
});
