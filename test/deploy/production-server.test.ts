import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchAttributes } from '../../knowledge/messages.ts';
import { createLog } from '../../worker/log.ts';
import { runWorker } from '../../worker/main.ts';
import { Secrets } from '../../worker/redaction.ts';
import { readSettings } from '../../worker/settings.ts';
import { readCompose } from './compose.ts';
import { type ProductionServer, startProductionServer } from './production-server.ts';

// Builds Temporal's server (minutes, once) and needs root for PostgreSQL.
describe.skipIf(!process.env['RINGLIFT_FULL'])("the compose file's server, run as processes", () => {
  let server: ProductionServer;
  let connection: Connection;

  beforeAll(async () => {
    server = await startProductionServer(readCompose());
    process.stderr.write(await server.runScript('namespace'));
    connection = await Connection.connect({ address: server.address });
  }, 1_800_000);

  afterAll(async () => {
    await connection?.close();
    await server?.stop();
  }, 60_000);

  test('both set-up scripts can be run again and change nothing', async () => {
    expect(await server.runScript('schema')).toContain('Both databases are ready.');
    expect(await server.runScript('namespace')).toContain('Namespace default is ready.');
  }, 120_000);

  test('it has the shards of the compose file, for ever', async () => {
    const { NUM_HISTORY_SHARDS } = readCompose().services['temporal']?.environment ?? {};
    const { historyShardCount } = await connection.workflowService.getClusterInfo({});
    expect(historyShardCount).toBe(Number(NUM_HISTORY_SHARDS));
    expect(await server.query('select count(*) from shards')).toBe(NUM_HISTORY_SHARDS);
  });

  test('the search attributes are there before the first worker', async () => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(customAttributes ?? {}).sort()).toEqual(Object.keys(searchAttributes).sort());
  });

  test('the dynamic configuration is in force', async () => {
    const options = { taskQueue: 'nobody', workflowId: 'x'.repeat(256) };
    const started = new Client({ connection }).workflow.start('manySteps', { ...options, args: [1] });
    await expect(started).rejects.toMatchObject({
      cause: { details: expect.stringContaining('WorkflowId length exceeds limit') as string },
    });
  });

  test('a workflow runs on it with our worker', async () => {
    const millisPerStep = await measureSteps(server.address, connection, 60);
    process.stderr.write(`${millisPerStep.toFixed(1)} ms a step on the production server\n`);
  }, 60_000);
});

async function measureSteps(address: string, connection: Connection, count: number): Promise<number> {
  const stopping = new AbortController();
  const secrets = new Secrets({});
  const settings = readSettings({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
    RINGLIFT_TASK_QUEUE: 'production',
    RINGLIFT_METRICS_ADDRESS: 'off',
    RINGLIFT_HEALTH_ADDRESS: 'off',
  });
  const measure = async () => {
    const started = performance.now();
    const options = { taskQueue: 'production', workflowId: 'steps', args: [count] };
    expect(await new Client({ connection }).workflow.execute('manySteps', options)).toBe(count);
    return (performance.now() - started) / count;
  };
  let ended: Promise<void> = Promise.resolve();
  try {
    return await new Promise<number>((resolve, reject) => {
      ended = runWorker({
        settings,
        secrets,
        log: createLog({ level: 'warn', secrets }),
        compose: () => ({ activities: { nothing: async () => undefined }, close: async () => undefined }),
        workflows: { workflowsPath: new URL('./toy-workflows.ts', import.meta.url).pathname },
        handleSignals: false,
        signal: stopping.signal,
        onReady: () => void measure().then(resolve, reject),
      });
      ended.catch(reject);
    });
  } finally {
    stopping.abort();
    await ended;
  }
}
