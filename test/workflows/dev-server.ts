/** One real Temporal dev server for all workflow tests of a run, with the settings that `ringlift dev` uses. */
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { startDevServer } from '../../worker/dev-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
    temporalBinary: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { path } = await findTemporal((line) => console.error(line));
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-temporal-'));
  const options = {
    binary: path,
    port: await freePort(),
    uiPort: null,
    databaseFile: join(folder, 'dev.db'),
  };
  const server = await startDevServer(options);
  project.provide('temporalAddress', server.address);
  project.provide('temporalBinary', path);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
