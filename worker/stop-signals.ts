import type { Log } from './log.ts';

const signals = ['SIGINT', 'SIGTERM'] as const;
const numbers = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * The first SIGINT or SIGTERM stops gracefully, the second ends the process at once: steps at work go on from where
 * they are when a worker is up again.
 * @returns takes the handlers away again
 */
export function onStopSignals(log: Log, stop: () => void): () => void {
  let asked = false;
  const handle = (signal: (typeof signals)[number]): void => {
    if (asked) {
      log.warn({ signal }, 'asked again: ends at once');
      process.exit(128 + numbers[signal]);
    }
    asked = true;
    log.info({ signal }, 'stops: steps at work get time to end; ask again to end at once');
    stop();
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
