import { afterEach, expect, test } from 'vitest';
import { type HealthEndpoint, type HealthSource, startHealth } from '../../worker/health.ts';

let endpoint: HealthEndpoint | null = null;
afterEach(async () => {
  await endpoint?.close();
  endpoint = null;
});

async function ask(path: string, source: Partial<HealthSource>, method = 'GET') {
  endpoint = await startHealth(
    { host: '127.0.0.1', port: 0 },
    { workerState: () => 'RUNNING', serverAnswers: () => Promise.resolve(true), ...source },
  );
  const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`, { method });
  return {
    code: response.status,
    body: (await response.json()) as unknown,
    type: response.headers.get('content-type'),
  };
}

test('a running worker with a server that answers is ready', async () => {
  const answer = await ask('/readyz', {});
  expect(answer).toEqual({
    code: 200,
    type: 'application/json',
    body: { status: 'ready', worker: 'RUNNING', temporal: true },
  });
});

test('a server that does not answer makes it not ready, and says so', async () => {
  const answer = await ask('/readyz', { serverAnswers: () => Promise.reject(new Error('gone')) });
  expect(answer).toMatchObject({
    code: 503,
    body: { status: 'not ready', worker: 'RUNNING', temporal: false },
  });
});

test.each([null, 'INITIALIZED', 'STOPPING', 'DRAINING', 'FAILED'])(
  'a worker that is %s is not ready',
  async (state) => {
    const answer = await ask('/readyz', { workerState: () => state });
    expect(answer).toMatchObject({ code: 503, body: { worker: state } });
  },
);

test('it lives although the server is gone: a restart would mend nothing', async () => {
  const answer = await ask('/healthz', {
    workerState: () => null,
    serverAnswers: () => Promise.resolve(false),
  });
  expect(answer).toMatchObject({ code: 200, body: { status: 'live' } });
});

test('another path and another method are refused', async () => {
  expect(await ask('/', {})).toMatchObject({ code: 404 });
  await endpoint?.close();
  expect(await ask('/readyz', {}, 'POST')).toMatchObject({ code: 405 });
});

test('a port in use is refused with its address, the finding command and the setting', async () => {
  await ask('/healthz', {});
  const port = endpoint?.port ?? 0;
  const second = startHealth(
    { host: '127.0.0.1', port },
    { workerState: () => null, serverAnswers: async () => true },
  );
  await expect(second).rejects.toMatchObject({
    name: 'AddressInUse',
    message: expect.stringMatching(
      new RegExp(`127.0.0.1:${port}.*ss -ltnp.*RINGLIFT_HEALTH_ADDRESS`),
    ) as string,
  });
});
