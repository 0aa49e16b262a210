import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { destination } from 'pino';
import { RingliftError } from '../knowledge/errors.ts';
import { parseAddress } from './address.ts';
import { type DevServer, startDevServer } from './dev-server.ts';
import { createLog } from './log.ts';
import { type RunWorkerOptions, runWorker } from './main.ts';
import { Secrets } from './redaction.ts';
import { type WorkerSettings, readSettings, stateFolder } from './settings.ts';
import { onStopSignals } from './stop-signals.ts';
import { findTemporalBinary } from './temporal-binary.ts';

export interface RunDevOptions extends Pick<RunWorkerOptions, 'compose' | 'workflows' | 'signal'> {
  /** Default: process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly taskQueue?: string;
  /** Where the server listens on the loopback; default: the port of `address`, else 7233. */
  readonly port?: number;
  readonly address?: string;
  /** Default: `port` + 1000. */
  readonly uiPort?: number;
  /** No Web UI. */
  readonly headless?: boolean;
  /** Where workflows are kept; default `dev.db` in the state folder. */
  readonly databaseFile?: string;
  /** Default `dev.log` in the state folder. */
  readonly logFile?: string;
  /** Told what a person should know, one line at a time. Default: standard output. */
  readonly say?: (line: string) => void;
  /** Called when server and worker are up. */
  readonly onReady?: () => void;
}

/**
 * Temporal's development server and a worker beside it, for trying things and for small clusters run by one person.
 * Workflows are kept in a file: after any end, a kill -9 included, the next run goes on with them.
 * @throws AddressInUse, FileMissing, StartFailed, InvalidSettings
 */
export async function runDev(options: RunDevOptions = {}): Promise<void> {
  const environment = options.environment ?? process.env;
  const say = options.say ?? ((line) => void process.stdout.write(`${line}\n`));
  const settings = readSettings(environment, { taskQueue: options.taskQueue });
  const folder = stateFolder(environment);
  const databaseFile = options.databaseFile ?? join(folder, 'dev.db');
  const logFile = options.logFile ?? join(folder, 'dev.log');
  const port = options.port ?? parseAddress(options.address ?? '')?.port ?? 7_233;
  const uiPort = options.headless ? null : (options.uiPort ?? port + 1_000);
  const secrets = new Secrets(environment);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createLog({
    level: settings.logLevel,
    secrets,
    destination: destination({ dest: logFile, sync: true }),
  });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  options.signal?.addEventListener('abort', stop);
  const forgetSignals = onStopSignals(log, () => {
    say('Stopping; steps at work get time to end. Ctrl-C again ends at once.');
    stop();
  });
  try {
    const server = await startDevServer({
      binary: findTemporalBinary(environment),
      port,
      uiPort,
      databaseFile,
    });
    try {
      sayWhere(say, server, databaseFile, logFile);
      const onReady = () => {
        say('Ready.');
        options.onReady?.();
      };
      const own = { secrets, log, onReady, signal: stopping.signal, settings: at(settings, server) };
      await runBeside(server, { ...options, ...own });
    } finally {
      await server.stop();
    }
  } finally {
    forgetSignals();
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Runs the worker for as long as the server lives. */
async function runBeside(
  server: DevServer,
  options: RunWorkerOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const lost = new AbortController();
  let lastWords: string | null = null;
  void server.ended.then((output) => {
    lastWords = output;
    lost.abort();
  });
  const signal = AbortSignal.any([options.signal, lost.signal]);
  await runWorker({ ...options, signal, handleSignals: false });
  if (lastWords !== null && !options.signal.aborted) throw serverEnded(lastWords);
}

/** The development server is ours: neither another address nor TLS of the environment is meant for it. */
function at(settings: WorkerSettings, { address }: DevServer): WorkerSettings {
  return { ...settings, temporal: { namespace: 'default', connection: { address } } };
}

function sayWhere(
  say: (line: string) => void,
  server: DevServer,
  databaseFile: string,
  logFile: string,
): void {
  say(`Temporal: ${server.address}${server.uiUrl ? `, Web UI: ${server.uiUrl}` : ''}`);
  say(
    `Workflows are kept in ${databaseFile}, the log in ${logFile}. Ctrl-C ends both; the next start goes on.`,
  );
}

function serverEnded(output: string): RingliftError {
  return new RingliftError('StartFailed', {
    where: "Temporal's development server",
    what: 'it ended by itself',
    found: output || 'no output',
    next: 'Start it again: workflows go on from where they were.',
  });
}
