import type { CancellationScope } from '@temporalio/workflow';

/** Null: it was broken off, whatever came of it. */
export async function breakable<Outcome>(
  scope: CancellationScope,
  work: () => Promise<Outcome>,
): Promise<Outcome | null> {
  try {
    return await scope.run(work);
  } catch (error) {
    if (scope.consideredCancelled) return null;
    throw error;
  }
}
