import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../toolchain/project-folder.ts';

/** Ringlift as a person uses it: its command line, with a Temporal development server and a worker of its own. */
export interface Product {
  /** Of `ringlift dev`: server and worker end with it. */
  readonly pid: number;
  readonly address: string;
  readonly uiUrl: string;
  /** Runs one command with this terminal as its own. @returns its exit code */
  show(...words: string[]): Promise<number>;
  /** Runs one command and returns what it printed. @throws Error when it exits with another code than 0 */
  read(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  readonly folder: string;
  readonly temporal: string;
  /** Who speaks in commands. */
  readonly user: string;
}

const program = () => join(projectFolder(), 'bin/ringlift');
const startLimitMillis = 120_000;

/**
 * Starts `ringlift dev` on free ports of the loopback, with its state in the folder; returns once it takes work. Started
 * again in the same folder it goes on with what was running there, however the earlier one ended.
 */
export async function startProduct({ folder, temporal, user }: ProductOptions): Promise<Product> {
  const [port, uiPort, metrics, health] = await freePorts(4);
  const address = `127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    XDG_STATE_HOME: join(folder, 'state'),
    RINGLIFT_TEMPORAL: temporal,
    RINGLIFT_METRICS_ADDRESS: `127.0.0.1:${metrics}`,
    RINGLIFT_HEALTH_ADDRESS: `127.0.0.1:${health}`,
    RINGLIFT_USER: user,
    TEMPORAL_ADDRESS: address,
  };
  // `dev` makes its own server, and so does not read TEMPORAL_ADDRESS, which names one that is there.
  const words = [program(), 'dev', '--address', address, '--ui-port', String(uiPort)];
  const child = spawn(process.execPath, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(folder, 'ringlift-dev.log'), { flags: 'a' });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  try {
    await untilReady(child, `http://127.0.0.1:${health}/readyz`, join(folder, 'ringlift-dev.log'));
  } catch (error) {
    await end(child);
    throw error;
  }
  return {
    pid: child.pid!,
    address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    show: (...rest) => run(rest, environment, 'inherit').then(({ code }) => code),
    read: async (...rest) => {
      const { code, output } = await run(rest, environment, 'pipe');
      if (code === 0) return output;
      throw new Error(`ringlift ${rest.join(' ')} exited with ${code}: ${output}`);
    },
    stop: () => end(child),
  };
}

async function untilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const until = Date.now() + startLimitMillis;
  while (Date.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`ringlift dev ended with ${child.exitCode}: look into ${logFile}`);
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await sleep(250);
  }
  throw new Error(`ringlift dev was not ready within ${startLimitMillis / 1_000} s: look into ${logFile}`);
}

function run(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  stdio: 'inherit' | 'pipe',
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program(), ...words], { env, stdio: ['inherit', stdio, stdio] });
    const pieces: Buffer[] = [];
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString() }));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await ended;
  clearTimeout(forced);
}

/** Ports nobody listens on just now, all different. */
async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    probes.map(
      (probe) =>
        new Promise<number>((resolve, reject) => {
          probe.on('error', reject);
          probe.listen(0, '127.0.0.1', () => resolve((probe.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}
