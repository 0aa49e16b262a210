import { type NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Composition, CompositionParts } from './composition.ts';
import { answers, connect } from './connect.ts';
import { failureInterceptor } from './failure-interceptor.ts';
import { startHealth } from './health.ts';
import { createLog, type Log } from './log.ts';
import { logInterceptor } from './log-interceptor.ts';
import { type MetricsSink, metricsSink } from './metrics.ts';
import { metricsInterceptor } from './metrics-interceptor.ts';
import { Secrets } from './redaction.ts';
import { installRuntime } from './runtime.ts';
import { ensureSearchAttributes } from './search-attributes.ts';
import { type SettingOverrides, type WorkerSettings, readSettings } from './settings.ts';
import { onStopSignals } from './stop-signals.ts';
import { type WorkflowCode, workflowCode } from './workflow-code.ts';

/** Overrides count only where no whole settings are given. */
export interface RunWorkerOptions extends SettingOverrides {
  /** Default: what the environment and the overrides say. */
  readonly settings?: WorkerSettings;
  readonly secrets?: Secrets;
  readonly log?: Log;
  /** Default: the real activities, over SSH. */
  readonly compose?: (parts: CompositionParts) => Composition | Promise<Composition>;
  /** Default: the bundle of the build, or the sources. */
  readonly workflows?: WorkflowCode;
  /** Stops the worker gracefully when aborted. */
  readonly signal?: AbortSignal;
  /** false: the caller sees to SIGINT and SIGTERM. */
  readonly handleSignals?: boolean;
  /** Called once the worker takes work. */
  readonly onReady?: () => void;
}

/** Steps that ignore the end of their grace keep the process no longer than this beyond it. */
const forceAfterGraceMillis = 15_000;

/**
 * Runs a worker until it is told to stop.
 * @returns when all steps at work have ended or were handed back to Temporal
 * @throws InvalidSettings, TemporalUnreachable, AddressInUse, and what the SDK throws when it can not go on
 */
export async function runWorker(options: RunWorkerOptions = {}): Promise<void> {
  const settings = options.settings ?? readSettings(process.env, options);
  const secrets = options.secrets ?? new Secrets(process.env);
  const log = options.log ?? createLog({ level: settings.logLevel, secrets });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();
  const forgetSignals = options.handleSignals === false ? () => undefined : onStopSignals(log, stop);
  try {
    await runUntilStopped(options, { settings, log, secrets, signal: stopping.signal });
  } finally {
    forgetSignals();
    options.signal?.removeEventListener('abort', stop);
  }
}

interface Surroundings {
  readonly settings: WorkerSettings;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

async function runUntilStopped(options: RunWorkerOptions, surroundings: Surroundings): Promise<void> {
  const { settings, log, signal } = surroundings;
  let connection: NativeConnection | null = null;
  let worker: Worker | null = null;
  const health =
    settings.healthAddress &&
    (await startHealth(settings.healthAddress, {
      workerState: () => worker?.getState() ?? null,
      serverAnswers: async () => connection !== null && answers(connection, 2_000),
    }));
  try {
    installRuntime(settings, log);
    connection = await connect(settings.temporal, {
      patienceMillis: settings.connectPatienceMillis,
      log,
      signal,
    });
    if (connection === null) return;
    await ensureSearchAttributes(connection, settings.temporal.namespace, log);
    const metrics = metricsSink(Runtime.instance().metricMeter);
    const composition = await (options.compose ?? composeForReal)({ settings, log, metrics });
    try {
      worker = await createWorker(options, surroundings, connection, composition, metrics);
      const ended = signal.aborted ? null : worker.run();
      if (ended) {
        const created = worker;
        signal.addEventListener('abort', () => created.getState() === 'RUNNING' && created.shutdown());
        log.info(
          { taskQueue: settings.taskQueue, address: settings.temporal.connection.address },
          'worker takes work',
        );
        options.onReady?.();
        await ended;
        log.info('worker stopped');
      }
    } finally {
      await composition.close();
    }
  } finally {
    await health?.close();
    // A worker that had to be given up still holds the connection: the end of the process closes both.
    await connection?.close().catch((error: unknown) => log.debug({ err: error }, 'connection left open'));
  }
}

async function createWorker(
  options: RunWorkerOptions,
  { settings, log, secrets }: Surroundings,
  connection: NativeConnection,
  { activities }: Composition,
  metrics: MetricsSink,
): Promise<Worker> {
  // The first is outermost: the log and the metrics see the failure as Temporal will.
  const inbound = [logInterceptor(log, secrets), metricsInterceptor(metrics), failureInterceptor(secrets)];
  return Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: settings.taskQueue,
    activities,
    ...(options.workflows ?? workflowCode()),
    interceptors: { activity: inbound.map((make) => (context) => ({ inbound: make(context) })) },
    maxConcurrentActivityTaskExecutions: settings.maxActivities,
    shutdownGraceTime: settings.shutdownGraceMillis,
    shutdownForceTime: settings.shutdownGraceMillis + forceAfterGraceMillis,
    // A worker that was killed leaves its sticky queue behind: the default of 10 s would be the stall after each.
    stickyQueueScheduleToStartTimeout: '1s',
    // A cancellation arrives with a heartbeat, and a kill loses the details of the last: neither may wait a minute.
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
  });
}

/** Loaded only here, so that a worker with other activities needs neither SSH nor its settings. */
async function composeForReal(parts: CompositionParts): Promise<Composition> {
  const { compose } = await import('./composition.ts');
  return compose(parts);
}
