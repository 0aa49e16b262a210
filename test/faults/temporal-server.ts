/** A Temporal server that can be killed, and started again on the database that it left. */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsOf } from '../../worker/dev-server.ts';
import { keptCommand } from '../../worker/kept-command.ts';

export interface TemporalServerOptions {
  readonly binary: string;
  readonly port: number;
  readonly databaseFile: string;
}

const startLimitMillis = 60_000;

export class TemporalServer {
  readonly address: string;
  readonly #options: TemporalServerOptions;
  #child: ChildProcess | null = null;
  #up = false;

  constructor(options: TemporalServerOptions) {
    this.#options = options;
    this.address = `127.0.0.1:${options.port}`;
  }

  get port(): number {
    return this.#options.port;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Resolves once it accepts connections. */
  async start(): Promise<void> {
    const { binary } = this.#options;
    const [program, words] = keptCommand(binary, argumentsOf({ ...this.#options, uiPort: null }));
    const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    const until = Date.now() + startLimitMillis;
    while (!(await accepts(this.#options.port))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('the Temporal server did not start');
      await sleep(50);
    }
    this.#up = true;
  }

  /** SIGKILL to it and all that it started; resolves once it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#up = false;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
    // Its group dies one after the other: only a port that refuses shows that the server itself is gone.
    while (await accepts(this.#options.port)) await sleep(20);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
