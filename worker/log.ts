import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino';
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
  const log = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Errors are plain objects when they get here; pino's own serializer would fold their causes into one text.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const shaped =
            first instanceof Error ? [{ err: first }, ...(rest.length ? rest : [first.message])] : args;
          const clean = (shaped as unknown[]).map((argument) => redact(argument, secrets));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
  return redactBindings(log, secrets);
}

type Child = (this: Log, bindings: Bindings, options?: ChildLoggerOptions) => Log;

/** Pino has no hook for what `child` binds. Children inherit this method from the logger that they come from. */
function redactBindings(log: Log, secrets: Secrets): Log {
  const { child: plain } = log as unknown as { readonly child: Child };
  const child: Child = function (bindings, options) {
    return plain.call(this, redact(bindings, secrets) as Bindings, options);
  };
  return Object.defineProperty(log, 'child', { value: child });
}
