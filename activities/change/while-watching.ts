import type { ActivityContext } from '../activity-context.ts';

/** Awaits long work and looks at its progress now and then; a look that fails is not the work's failure. */
export async function whileWatching<Result>(
  context: ActivityContext,
  work: Promise<Result>,
  everyMillis: number,
  look: () => Promise<void>,
): Promise<Result> {
  const ended = work.then(
    () => false,
    () => false,
  );
  // Cancelled, it sleeps no more: looking on without a pause would leave the work no time to end.
  const pause = () => {
    const slept = context.sleep(everyMillis).then(
      () => true,
      () => false,
    );
    return Promise.race([slept, ended]);
  };
  const watching = (async () => {
    while (await pause()) await look().catch(() => context.say('progress could not be read just now'));
  })();
  const result = await work;
  await watching;
  return result;
}
