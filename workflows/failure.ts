import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  isCancellation,
} from '@temporalio/workflow';
import type { Ledger } from '../knowledge/ledger.ts';
import type { Verdict } from '../knowledge/verdict.ts';

/** A failure as a person is told of it. */
export interface FailureReport {
  /** Name of the error in the registry, or the failure's own type. */
  readonly error: string;
  readonly message: string;
  readonly verdicts: readonly Verdict[];
  /** What was tried before it was given up, in words. */
  readonly tried?: string;
  /** What going back cost when it failed, where that was looked at. */
  readonly ledger?: Ledger;
}

/** The activity that failed, also one of a child workflow; null: it was none. */
export function failedActivity(error: unknown): ActivityFailure | null {
  let found = error;
  while (found instanceof ChildWorkflowFailure) found = found.cause;
  return found instanceof ActivityFailure ? found : null;
}

/** Finds the innermost cause that our activities named: Temporal wraps it in activity and child failures. */
export function reportOf(error: unknown): FailureReport {
  let found: unknown = error;
  while (
    (found instanceof ActivityFailure || found instanceof ChildWorkflowFailure) &&
    found.cause !== undefined &&
    !isCancellation(found.cause)
  ) {
    found = found.cause;
  }
  if (found instanceof ApplicationFailure) {
    const details = (found.details?.[0] ?? {}) as Partial<FailureReport>;
    const { verdicts = [], tried, ledger } = details;
    return {
      error: found.type ?? 'Error',
      message: found.message,
      verdicts,
      ...(tried !== undefined && { tried }),
      ...(ledger && { ledger }),
    };
  }
  const named = found instanceof Error ? found : new Error(String(found));
  return { error: named.name, message: named.message, verdicts: [] };
}

/** A node was not taken down, since what its gates had seen was no longer of now: it is as it was. */
export function isGatesOutdated(error: unknown): boolean {
  return reportOf(error).error === 'GatesOutdated';
}
