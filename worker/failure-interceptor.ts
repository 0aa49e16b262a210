import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { RingliftError, dispositionOf } from '../knowledge/errors.ts';
import { fieldsOf } from './activity-facts.ts';
import type { Secrets } from './redaction.ts';

/** Messages are for people, and of a pending activity's failure the server keeps 4 KiB only. */
const longestText = 1_500;

/** The one place where an error of ours becomes a failure of Temporal's: its name decides whether it is tried again. */
export function failureInterceptor(secrets: Secrets): (context: Context) => ActivityInboundCallsInterceptor {
  return (context) => ({
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw toTemporalFailure(error, context.cancellationSignal, secrets);
      }
    },
  });
}

/**
 * A RingliftError becomes an ApplicationFailure: `type` its name, `details[0]` its parts and, if it has any, its
 * verdicts and what going back costs; not retryable unless the registry says `retry`. Everything else stays what it is, and so is tried again.
 * No secret goes along: a failure is kept in history, where anyone who sees the upgrade reads it.
 * @param cancellation the activity's own signal
 */
export function toTemporalFailure(error: unknown, cancellation: AbortSignal, secrets: Secrets): unknown {
  if (error instanceof CancelledFailure) return error;
  // What a library throws because of the signal is no result of the work. Only the signal's own CancelledFailure is
  // understood when the activity was paused or reset, or the worker stops: an AbortError would count as cancelled.
  if (cancellation.aborted && cameFromAbort(error)) return cancellation.reason;
  if (!(error instanceof RingliftError)) return withoutSecrets(error, secrets);
  const { verdicts, ledger } = fieldsOf(error);
  const clean = (text: string) => cut(secrets.hideIn(text));
  const parts = Object.entries(error.parts).map(([key, text]) => [
    key,
    typeof text === 'string' ? clean(text) : text,
  ]);
  const failure = ApplicationFailure.create({
    type: error.name,
    message: clean(error.message),
    nonRetryable: dispositionOf[error.name] !== 'retry',
    details: [
      {
        ...Object.fromEntries(parts),
        ...(verdicts !== undefined && { verdicts }),
        ...(ledger !== undefined && { ledger }),
      },
    ],
    ...(error.cause instanceof Error && { cause: withoutSecrets(error.cause, secrets) as Error }),
  });
  failure.stack = secrets.hideIn(error.stack ?? '');
  return failure;
}

function cameFromAbort(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'AbortError' || cause instanceof CancelledFailure) return true;
  }
  return false;
}

/** The same error where nothing in it has to be hidden, else a copy of what Temporal keeps of it. */
function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? secrets.hideIn(error) : error;
  const message = secrets.hideIn(error.message);
  const stack = secrets.hideIn(error.stack ?? '');
  const cause = withoutSecrets(error.cause, secrets);
  if (message === error.message && stack === (error.stack ?? '') && cause === error.cause) return error;
  return Object.assign(new Error(message, { cause }), { name: error.name, stack });
}

function cut(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText)}... (${text.length} characters in all)`;
}
