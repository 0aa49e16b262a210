import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from '../../../lab/toolchain/temporal.ts';
import { startDevServer } from '../../../worker/dev-server.ts';

export interface ServerForTests {
  readonly address: string;
  /** Path of the `temporal` program, for commands that a person would type. */
  readonly program: string;
  stop(): Promise<void>;
}

/** A Temporal server on loopback for one test file, with the settings of `ringlift dev`. */
export async function startServerForTests(): Promise<ServerForTests> {
  const { path } = await findTemporal(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-client-'));
  const port = await freePort();
  const server = await startDevServer({
    binary: path,
    port,
    uiPort: null,
    databaseFile: join(folder, 'dev.db'),
  });
  return {
    address: server.address,
    program: path,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
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
