/** What the worker's own process is told by its environment; Temporal's connection has its own variables and file. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { z } from 'zod';
import { RingliftError } from '../knowledge/errors.ts';
import { defaultTaskQueue } from '../knowledge/messages.ts';
import { durationPattern, millis } from '../knowledge/spec/duration.ts';
import { type Address, parseAddress } from './address.ts';

const duration = z.string().regex(durationPattern, 'a duration like "30s" or "2m"').transform(millis);
const address = z
  .string()
  .refine((text) => parseAddress(text) !== null, 'host:port, such as "127.0.0.1:9464" or "[::1]:9464"')
  .transform((text) => parseAddress(text) ?? { host: '', port: 0 });
const addressOrOff = z
  .literal('off')
  .transform(() => null)
  .or(address);

/** Every variable of Ringlift's worker: the only place of their names, meanings and defaults. */
export const workerEnvironment = z.object({
  RINGLIFT_TASK_QUEUE: z.string().min(1).default(defaultTaskQueue).describe('Task queue to take work from.'),
  RINGLIFT_EVIDENCE_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('Folder for the whole outputs behind verdicts.'),
  RINGLIFT_METRICS_ADDRESS: addressOrOff
    .prefault('127.0.0.1:9464')
    .describe('Where Prometheus reads /metrics; "off": nowhere.'),
  RINGLIFT_HEALTH_ADDRESS: addressOrOff
    .prefault('127.0.0.1:9465')
    .describe('Where /healthz and /readyz answer; "off": nowhere.'),
  RINGLIFT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  RINGLIFT_MAX_ACTIVITIES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .describe('Steps at work at the same time, over all clusters. They wait for the network: many is fine.'),
  RINGLIFT_SHUTDOWN_GRACE: duration
    .prefault('30s')
    .describe('How long steps may go on after a stop was asked for; set the container to wait longer.'),
  RINGLIFT_CONNECT_PATIENCE: duration
    .prefault('60s')
    .describe('How long to try to reach Temporal at the start before giving up.'),
});

export interface WorkerSettings {
  readonly taskQueue: string;
  readonly evidenceFolder: string;
  /** null: no endpoint. */
  readonly metricsAddress: Address | null;
  readonly healthAddress: Address | null;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly maxActivities: number;
  readonly shutdownGraceMillis: number;
  readonly connectPatienceMillis: number;
  readonly temporal: TemporalSettings;
}

export interface TemporalSettings {
  readonly connection: NativeConnectionOptions;
  readonly namespace: string;
}

/** What a command line says; it wins over the environment. */
export interface SettingOverrides {
  /** Temporal's frontend as `host:port`. */
  readonly address?: string;
  readonly namespace?: string;
  /** A profile of Temporal's own client settings. */
  readonly profile?: string;
  readonly taskQueue?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment such as process.env
 * @throws InvalidSettings that names every variable that can not be used, not only the first
 */
export function readSettings(environment: Environment, overrides: SettingOverrides = {}): WorkerSettings {
  const { address, namespace, profile, taskQueue } = overrides;
  const named = {
    ...environment,
    ...(address && { TEMPORAL_ADDRESS: address }),
    ...(namespace && { TEMPORAL_NAMESPACE: namespace }),
    ...(profile && { TEMPORAL_PROFILE: profile }),
    ...(taskQueue && { RINGLIFT_TASK_QUEUE: taskQueue }),
  };
  // An empty variable is what a compose file makes of an unset one.
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value));
  const parsed = workerEnvironment.safeParse(given);
  const temporal = readTemporalSettings(given);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => problemOf(issue, given))),
    ...('problem' in temporal ? [temporal.problem] : []),
  ];
  if (!parsed.success || 'problem' in temporal) throw invalid(problems);
  const values = parsed.data;
  return {
    taskQueue: values.RINGLIFT_TASK_QUEUE,
    evidenceFolder: resolve(values.RINGLIFT_EVIDENCE_FOLDER ?? join(stateFolder(environment), 'evidence')),
    metricsAddress: values.RINGLIFT_METRICS_ADDRESS,
    healthAddress: values.RINGLIFT_HEALTH_ADDRESS,
    logLevel: values.RINGLIFT_LOG_LEVEL,
    maxActivities: values.RINGLIFT_MAX_ACTIVITIES,
    shutdownGraceMillis: values.RINGLIFT_SHUTDOWN_GRACE,
    connectPatienceMillis: values.RINGLIFT_CONNECT_PATIENCE,
    temporal,
  };
}

/** Where Ringlift keeps what must outlive a process: `${XDG_STATE_HOME:-~/.local/state}/ringlift`. */
export function stateFolder(environment: Environment): string {
  const base = environment['XDG_STATE_HOME'] || join(environment['HOME'] || homedir(), '.local', 'state');
  return join(base, 'ringlift');
}

function readTemporalSettings(
  given: Record<string, string | undefined>,
): TemporalSettings | { problem: string } {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: given as Record<string, string>,
    });
    const connection = { ...connectionOptions, address: connectionOptions.address ?? 'localhost:7233' };
    return { connection, namespace: namespace ?? 'default' };
  } catch (error) {
    return { problem: `TEMPORAL_* or the file of TEMPORAL_CONFIG_FILE: ${(error as Error).message}` };
  }
}

function problemOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  return `${name}=${JSON.stringify(given[name])}: ${issue.message}`;
}

function invalid(problems: readonly string[]): RingliftError {
  return new RingliftError('InvalidSettings', {
    where: "the worker's environment",
    what: problems.length === 1 ? 'a setting can not be used' : `${problems.length} settings can not be used`,
    found: problems.join('; '),
    next: 'Correct or unset them, then start the worker again.',
  });
}
