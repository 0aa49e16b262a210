import { existsSync, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandEntry, JournalEntry } from '../simulated-cluster.ts';

/** Lines of a journal on a machine; a last line that was cut off in the middle is left out. */
export function readJournal(file: string): JournalEntry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as JournalEntry];
      } catch {
        return [];
      }
    });
}

/** @returns whether the entry's begin line came into the journal before the signal */
export function untilBegun(file: string, entry: CommandEntry, signal: AbortSignal): Promise<boolean> {
  // An attempt may run several scripts for one step: only what is written from now on counts.
  const before = readJournal(file).length;
  const isThere = () =>
    readJournal(file)
      .slice(before)
      .some(
        ({ event, step, attempt, fence }) =>
          event === 'begin' && step === entry.step && attempt === entry.attempt && fence === entry.fence,
      );
  return new Promise((resolve) => {
    const watcher = watch(dirname(file), () => {
      if (isThere()) end(true);
    });
    const end = (begun: boolean) => {
      watcher.close();
      resolve(begun);
    };
    watcher.on('error', () => end(isThere()));
    signal.addEventListener('abort', () => end(isThere()), { once: true });
  });
}
