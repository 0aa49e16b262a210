import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { RingliftError, dispositionOf } from '../knowledge/errors.ts';
import { fieldsOf } from './activity-facts.ts';

/** Messages are for people, and of a pending activity's failure the server keeps 4 KiB only. */
const longestText = 1_500;

/** The one place where an error of ours becomes a failure of Temporal's: its name decides whether it is tried again. */
export function failureInterceptor(context: Context): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw toTemporalFailure(error, context.cancellationSignal);
      }
    },
  };
}

/**
 * A RingliftError becomes an ApplicationFailure: `type` its name, `details[0]` its parts and its verdicts if it has
 * any, not retryable unless the registry says `retry`. Everything else stays what it is, and so is tried again.
 * @param cancellation the activity's own signal
 */
export function toTemporalFailure(error: unknown, cancellation: AbortSignal): unknown {
  if (error instanceof CancelledFailure) return error;
  // What a library throws because of the signal is no result of the work. Only the signal's own CancelledFailure is
  // understood when the activity was paused or reset, or the worker stops: an AbortError would count as cancelled.
  if (cancellation.aborted && cameFromAbort(error)) return cancellation.reason;
  if (!(error instanceof RingliftError)) return error;
  const { verdicts } = fieldsOf(error);
  const failure = ApplicationFailure.create({
    type: error.name,
    message: cut(error.message),
    nonRetryable: dispositionOf[error.name] !== 'retry',
    details: [{ ...cutAll(error.parts), ...(verdicts !== undefined && { verdicts }) }],
    ...(error.cause instanceof Error && { cause: error.cause }),
  });
  failure.stack = error.stack;
  return failure;
}

function cameFromAbort(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'AbortError' || cause instanceof CancelledFailure) return true;
  }
  return false;
}

function cutAll(parts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parts).map(([key, value]) => [key, typeof value === 'string' ? cut(value) : value]),
  );
}

function cut(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText)}... (${text.length} characters in all)`;
}
