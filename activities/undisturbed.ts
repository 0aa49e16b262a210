import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityContext } from './activity-context.ts';

/** The context for what has to be done after a cancellation: it is not cancelled with the rest. */
export function undisturbed(context: ActivityContext): ActivityContext {
  return {
    ...context,
    signal: new AbortController().signal,
    cancellation: () => null,
    sleep: (millis) => delay(millis),
  };
}
