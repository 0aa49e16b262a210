import { sayMillis } from '../knowledge/spec/duration.ts';
import { type FailureReport, failedActivity } from './failure.ts';
import { patience, patienceOf } from './patience.ts';

/**
 * What was tried before a person was asked, in words: `5 attempts, 61 looks in 10m; 12m in all`.
 * @param askedBefore how often a person had said retry already
 */
export function sayTried(
  error: unknown,
  report: FailureReport,
  elapsedMillis: number,
  askedBefore: number,
): string {
  const words = [attemptsOf(error), report.tried].filter((each) => each !== undefined);
  const times = askedBefore === 0 ? [] : [`tried again by a person ${sayTimes(askedBefore)}`];
  return [words.join(', '), `${sayMillis(elapsedMillis)} in all`, ...times].filter(Boolean).join('; ');
}

/** How often Temporal tried by itself is not told to a workflow, but why it stopped is. */
function attemptsOf(error: unknown): string | undefined {
  const failure = failedActivity(error);
  if (failure === null) return undefined;
  if (failure.retryState !== 'MAXIMUM_ATTEMPTS_REACHED') return 'not tried again: that would not have helped';
  const { activityType } = failure;
  if (!Object.hasOwn(patienceOf, activityType)) return 'all attempts';
  const { retry } = patience[patienceOf[activityType as keyof typeof patienceOf]];
  return 'maximumAttempts' in retry ? `${retry.maximumAttempts} attempts` : 'all attempts';
}

function sayTimes(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
