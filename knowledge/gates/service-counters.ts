/** Counters that begin with a process: what they gained between two looks, and how long that was. */
import type { ServiceView } from '../observation.ts';

export interface Gain {
  readonly count: number;
  readonly minutes: number;
}

/**
 * Of a process that was started in between everything counts, since its start. Null: there was no look before, or a look
 * could not tell.
 */
export function gainOf(
  now: ServiceView,
  earlier: ServiceView | null,
  read: (view: ServiceView) => number | null,
): Gain | null {
  const count = read(now);
  if (earlier === null || count === null) return null;
  if (earlier.process !== now.process) return { count, minutes: minutesOf(now.processSeconds * 1_000) };
  const was = read(earlier);
  if (was === null) return null;
  return {
    count: Math.max(0, count - was),
    minutes: minutesOf(Date.parse(now.at) - Date.parse(earlier.at)),
  };
}

/** A clock that was set back is no reason to divide by nothing. */
function minutesOf(millis: number): number {
  return Math.max(millis, 1_000) / 60_000;
}

export function errorsOf({ errors }: ServiceView): number | null {
  return errors && errors.timeouts + errors.unavailables + errors.failures;
}
