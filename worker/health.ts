import { createServer, type ServerResponse } from 'node:http';
import type { Address } from './address.ts';
import { listen } from './listen.ts';

/** What is asked at each request. */
export interface HealthSource {
  /** The worker's run state, such as RUNNING; null: it has not been made yet. */
  workerState(): string | null;
  serverAnswers(): Promise<boolean>;
}

export interface HealthEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `/healthz`: the process lives (200). `/readyz`: the worker takes work and Temporal answers (200), or not (503) and
 * why. Both answer with JSON. Restart on the first, route and alert on the second: a restart mends no server.
 */
export async function startHealth(address: Address, source: HealthSource): Promise<HealthEndpoint> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://health').pathname;
    if (request.method !== 'GET' && request.method !== 'HEAD') answer(response, 405, { status: 'only GET' });
    else if (path === '/healthz') answer(response, 200, { status: 'live', worker: source.workerState() });
    else if (path === '/readyz') void answerReady(response, source);
    else answer(response, 404, { status: 'unknown path', paths: ['/healthz', '/readyz'] });
  });
  const port = await listen(server, address, 'the health endpoint', 'RINGLIFT_HEALTH_ADDRESS');
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerReady(response: ServerResponse, source: HealthSource): Promise<void> {
  const worker = source.workerState();
  const temporal = await source.serverAnswers().catch(() => false);
  const ready = worker === 'RUNNING' && temporal;
  answer(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', worker, temporal });
}

function answer(response: ServerResponse, code: number, body: Record<string, unknown>): void {
  response.writeHead(code, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
