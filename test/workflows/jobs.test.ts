/** A job on a host, under a real workflow on a real server: what ends it and what does not. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import { NodeBench } from '../activities/change/node-bench.ts';
import { fakeContext } from '../activities/fake-context.ts';
import { until } from '../activities/hosts/remote/host-bench.ts';
import { failureInterceptor } from '../../worker/failure-interceptor.ts';
import { Secrets } from '../../worker/redaction.ts';

// What goes on around the cluster has a test of its own.
vi.mock('../../activities/observe/await-undisturbed.ts', () => ({ awaitUndisturbed: async () => [] }));

const words = 'repair -full -seq';

Runtime.install({ logger: new DefaultLogger('ERROR') });

let bench: NodeBench;
let connection: Connection;
let native: NativeConnection;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
  native = await NativeConnection.connect({ address: inject('temporalAddress') });
});
afterAll(async () => {
  await connection.close();
  await native.close();
});
beforeEach(() => {
  bench = new NodeBench();
  bench.does(
    'repair',
    `until [ -e ${bench.path('go')} ]; do sleep 0.05; done; cat ${bench.path('says')}/repair_-full_-seq`,
  );
  bench.does('stop', `echo "$*" >>${bench.path('stops')}`);
});
afterEach(() => bench.end());

interface Running {
  stop(): Promise<void>;
}

async function startWorker(taskQueue: string): Promise<Running> {
  const { hosts } = bench.attempt().context;
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('one-activity.ts', import.meta.url)),
    activities: createActivities({ hosts, evidence: fakeContext().evidence }),
    interceptors: { activity: [(context) => ({ inbound: failureInterceptor(new Secrets({}))(context) })] },
    shutdownGraceTime: '200ms',
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}

function startRepair(id: string) {
  return new Client({ connection }).workflow.start('oneActivity', {
    workflowId: id,
    taskQueue: id,
    args: ['repairNode', bench.task],
  });
}

test('a worker that stops leaves the job running, and the next one has its result', async () => {
  const id = `job-${randomUUID()}`;
  const first = await startWorker(id);
  const handle = await startRepair(id);
  await until(() => bench.asked(words) === 1, 60_000);
  await first.stop();
  expect((await bench.look(`${bench.task.plan.tag}.repairNode`))['state']).toBe('running');
  const second = await startWorker(id);
  bench.go();
  expect(await handle.result()).toMatchObject({ outcome: 'done' });
  expect(bench.asked(words)).toBe(1);
  await second.stop();
});

test('a workflow that cancels the step waits until the job is gone', async () => {
  const id = `job-${randomUUID()}`;
  const worker = await startWorker(id);
  const handle = await startRepair(id);
  await until(() => bench.asked(words) === 1, 60_000);
  bench.does('stop', `echo "$*" >>${bench.path('stops')}; echo 1 >${bench.path('go')}`);
  await handle.cancel();
  await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  expect(bench.pids()).toEqual([]);
  expect(bench.read('stops')).toMatch(/^stop VALIDATION\n/);
  expect(bench.events.at(-1)).toBe('repairNode end cancelled');
  await worker.stop();
});
