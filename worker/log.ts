import { type DestinationStream, type Logger, pino } from 'pino';
import { type Secrets, redact } from './redaction.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  readonly secrets: Secrets;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** Structured log, one JSON object a line. Everything passes redaction on its way, whoever writes it. */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => redact(bindings, secrets) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          // Pino would take an Error as it is; as a plain object it is redacted too, causes included.
          const shaped =
            first instanceof Error ? [{ err: first }, ...(rest.length ? rest : [first.message])] : args;
          const clean = (shaped as unknown[]).map((argument) => redact(argument, secrets));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
}
