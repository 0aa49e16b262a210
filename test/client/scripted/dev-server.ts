import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { searchAttributes } from '../../../knowledge/messages.ts';
import { findTemporal } from '../../../lab/toolchain/temporal.ts';

export interface DevServer {
  readonly address: string;
  /** Path of the `temporal` program, for commands that a person would type. */
  readonly program: string;
  stop(): Promise<void>;
}

/** A Temporal server in memory on loopback, for one test file. */
export async function startDevServer(): Promise<DevServer> {
  const { path } = await findTemporal(() => undefined);
  const port = await freePort();
  const attributes = Object.entries(searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const server = spawn(
    path,
    [
      'server',
      'start-dev',
      '--headless',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--log-level',
      'never',
      ...attributes,
    ].concat('--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'),
    { stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const address = `127.0.0.1:${port}`;
  await untilServing(address, () => server.exitCode);
  return {
    address,
    program: path,
    stop: async () => {
      server.kill('SIGTERM');
      await exited;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function untilServing(address: string, exitCode: () => number | null): Promise<void> {
  const { Connection } = await import('@temporalio/client');
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if (exitCode() !== null) throw new Error(`the Temporal server ended with ${exitCode()} before it served`);
    const connection = await Connection.connect({ address, connectTimeout: '1s' }).catch(() => undefined);
    if (connection) return connection.close();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no Temporal server at ${address}`);
}
