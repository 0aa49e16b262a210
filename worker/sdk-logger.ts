import type { LogLevel, LogMetadata, Logger as SdkLogger } from '@temporalio/worker';
import type { Log } from './log.ts';

type PinoLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

// Said by log-interceptor.ts already, with the step and the node.
const saidElsewhere: ReadonlySet<string> = new Set(['Activity failed']);
// Bytes that name a task to the server and nothing to a person.
const noise: ReadonlySet<string> = new Set(['taskToken', 'isLocal', 'namespace']);

/** Hands what Temporal's SDK has to say, its native core included, to our own log. */
export function sdkLogger(log: Log): SdkLogger {
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}): void => {
    const own = level.toLowerCase() as PinoLevel;
    const { error, ...fields } = Object.fromEntries(Object.entries(meta).filter(([key]) => !noise.has(key)));
    log[saidElsewhere.has(message) ? 'debug' : own](
      { ...fields, ...(error !== undefined && { err: error }) },
      message,
    );
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
