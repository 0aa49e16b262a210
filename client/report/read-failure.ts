import type { Verdict } from '../../knowledge/verdict.ts';
import { decodeOne, listIn, type Failure } from './history.ts';
import type { ReportFailure } from './report.ts';

/** The innermost failure is the one that our activities named; what is around it is Temporal's wrapping. */
export function readFailure(failure: Failure | undefined): ReportFailure | null {
  if (failure === undefined) return null;
  if (failure.cause) return readFailure(failure.cause);
  const { type, details } = failure.applicationFailureInfo ?? {};
  return {
    error: type ?? 'Failure',
    message: failure.message ?? '',
    verdicts: listIn<Verdict>(decodeOne(details), 'verdicts'),
  };
}
