import type { ActivityContext } from '../activity-context.ts';

/** Awaits long work and looks at its progress now and then; a look that fails is not the work's failure. */
export async function whileWatching<Result>(
  context: ActivityContext,
  work: Promise<Result>,
  everyMillis: number,
  look: () => Promise<void>,
): Promise<Result> {
  const state = { done: false };
  const finished = work.finally(() => {
    state.done = true;
  });
  const watching = (async () => {
    while (!state.done) {
      await Promise.race([context.sleep(everyMillis), finished]).catch(() => undefined);
      if (!state.done) await look().catch(() => context.say('progress could not be read just now'));
    }
  })();
  const result = await finished;
  await watching;
  return result;
}
