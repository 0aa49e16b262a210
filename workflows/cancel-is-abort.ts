import { CancellationScope, patched } from '@temporalio/workflow';
import type { CommandDesk } from './command-desk.ts';

/**
 * A cancellation of the workflow itself, such as by the button of the Web UI, is taken for an abort: the walk ends where
 * every node serves, and what was paused is put back. Nobody could do that after a workflow that just stops.
 */
export function cancelIsAbort<Result>(desk: CommandDesk, walk: () => Promise<Result>): Promise<Result> {
  const root = CancellationScope.current();
  return CancellationScope.nonCancellable(() => {
    const inner = new CancellationScope();
    root.cancelRequested.catch(() => {
      // Before, it was cut off where it was.
      if (patched('a-cancellation-aborts')) desk.abortFromOutside();
      else inner.cancel();
    });
    return inner.run(walk);
  });
}
