import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RingliftError } from '../knowledge/errors.ts';
import { searchAttributes } from '../knowledge/messages.ts';
import { keptCommand } from './kept-command.ts';
import { listen } from './listen.ts';
import { serverSettings } from './server-settings.ts';

export interface DevServerOptions {
  /** Temporal's command line. */
  readonly binary: string;
  readonly port: number;
  /** null: no Web UI. */
  readonly uiPort: number | null;
  /** Workflows outlive the server in this SQLite file. */
  readonly databaseFile: string;
}

export interface DevServer {
  readonly address: string;
  readonly uiUrl: string | null;
  /** Settles when the server has ended, asked or not, with the last that it wrote. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const ip = '127.0.0.1';
const startLimitMillis = 30_000;
const stopLimitMillis = 10_000;
const keptOutput = 2_000;

/** @throws AddressInUse, StartFailed with what the server said */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { binary, port, uiPort, databaseFile } = options;
  await mustBeFree(port, 'the development server', '--address');
  if (uiPort !== null)
    await mustBeFree(uiPort, "Temporal's Web UI", '--address (the Web UI is at its port + 1000)');
  mkdirSync(dirname(databaseFile), { recursive: true });
  const [program, words] = keptCommand(binary, argumentsOf(options));
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = watch(child);
  const outcome = await Promise.race([ended, untilListening(port)]);
  if (typeof outcome === 'string' || !outcome) {
    await stopGroup(child, ended);
    throw startFailed(binary, await ended);
  }
  return {
    address: `${ip}:${port}`,
    uiUrl: uiPort === null ? null : `http://${ip}:${uiPort}`,
    ended,
    stop: () => stopGroup(child, ended),
  };
}

export function argumentsOf({ port, uiPort, databaseFile }: DevServerOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(port), '--db-filename', databaseFile],
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...Object.entries(serverSettings).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${value}`,
    ]),
  ];
}

async function mustBeFree(port: number, purpose: string, setting: string): Promise<void> {
  const probe = createServer();
  await listen(probe, { host: ip, port }, purpose, setting);
  await new Promise((resolve) => probe.close(resolve));
}

function watch(child: ChildProcess): Promise<string> {
  let output = '';
  const keep = (piece: Buffer) => {
    output = (output + piece.toString()).slice(-keptOutput);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  // Writing to an ended process is no news here: its end is.
  child.stdin?.on('error', () => undefined);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => {
      child.stdin?.destroy();
      resolve(output.trim());
    });
  });
}

async function untilListening(port: number): Promise<boolean> {
  const started = performance.now();
  while (performance.now() - started < startLimitMillis) {
    if (await accepts(port)) return true;
    await sleep(100);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, ip, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function stopGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.stdin?.end();
  const timer = new AbortController();
  const late = sleep(stopLimitMillis, 'late', { signal: timer.signal }).catch(() => 'late');
  const inTime = await Promise.race([ended.then(() => 'ended'), late]);
  timer.abort();
  if (inTime === 'late' && child.pid !== undefined && child.exitCode === null)
    process.kill(-child.pid, 'SIGKILL');
  await ended;
}

function startFailed(binary: string, output: string): RingliftError {
  return new RingliftError('StartFailed', {
    where: "Temporal's development server",
    what: 'it did not start',
    found: output || 'no output',
    next: `Run it by hand to see more: ${binary} server start-dev`,
  });
}
