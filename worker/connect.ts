import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { RingliftError } from '../knowledge/errors.ts';
import { sayMillis } from '../knowledge/spec/duration.ts';
import type { Log } from './log.ts';
import type { TemporalSettings } from './settings.ts';

const longestPauseMillis = 5_000;
const attemptLimitMillis = 10_000;
// gRPC's status codes; the native connection has no names for them.
const notFound = 5;

/**
 * Connects and finds the namespace, trying again while the server is still starting.
 * @returns null when `signal` was aborted before
 * @throws TemporalUnreachable with the address and what to do, after `patienceMillis`
 */
export async function connect(
  temporal: TemporalSettings,
  options: { readonly patienceMillis: number; readonly log: Log; readonly signal: AbortSignal },
): Promise<NativeConnection | null> {
  const { log, signal, patienceMillis } = options;
  const address = temporal.connection.address ?? 'localhost:7233';
  const started = performance.now();
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      return await attemptToConnect(temporal);
    } catch (error) {
      const passed = performance.now() - started;
      const reason = reasonOf(error);
      if (passed >= patienceMillis) throw unreachable(temporal, address, reason, passed);
      const pause = Math.min(250 * 2 ** attempt, longestPauseMillis, Math.max(patienceMillis - passed, 100));
      log.warn(
        { address, attempt, reason, nextTryMillis: Math.round(pause) },
        'Temporal can not be reached yet',
      );
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

/** Whether the server answers right now. */
export async function answers(connection: NativeConnection, limitMillis: number): Promise<boolean> {
  return withLimit(connection.workflowService.getSystemInfo({}), limitMillis).then(
    () => true,
    () => false,
  );
}

async function attemptToConnect({ connection, namespace }: TemporalSettings): Promise<NativeConnection> {
  const made = await withLimit(NativeConnection.connect(connection), attemptLimitMillis);
  try {
    await withLimit(made.workflowService.describeNamespace({ namespace }), attemptLimitMillis);
  } catch (error) {
    // Without the right to describe it the worker may still work in it; Worker.create has the last word.
    if ((error as { code?: number }).code !== notFound) return made;
    await made.close();
    throw new NamespaceMissing(namespace, { cause: error });
  }
  return made;
}

class NamespaceMissing extends Error {
  constructor(namespace: string, options: ErrorOptions) {
    super(`there is no namespace ${JSON.stringify(namespace)}`, options);
  }
}

async function withLimit<T>(work: Promise<T>, limitMillis: number): Promise<T> {
  const timer = new AbortController();
  const limit = sleep(limitMillis, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${sayMillis(limitMillis)}`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    timer.abort();
    limit.catch(() => undefined);
  }
}

/** The readable heart of what the native layer says: `tonic::transport::Error(... message: "Connection refused" ...)`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /(?:message|error): "([^"]+)"/.exec(text)?.[1] ?? text;
}

function unreachable(
  temporal: TemporalSettings,
  address: string,
  reason: string,
  passed: number,
): RingliftError {
  const missing = reason.startsWith('there is no namespace');
  return new RingliftError('TemporalUnreachable', {
    where: `Temporal at ${address}`,
    what: missing ? 'the namespace was not found' : `no connection within ${sayMillis(passed)}`,
    found: reason,
    next: missing
      ? `Create it: temporal operator namespace create --address ${address} --namespace ${temporal.namespace}. ` +
        'Or set TEMPORAL_NAMESPACE.'
      : 'Check that the server runs and that TEMPORAL_ADDRESS and the TLS settings are right. ' +
        'To try things without a server of your own: ringlift dev.',
  });
}
