import type { StepOutcome } from '../../knowledge/plan.ts';

/** `done` or `alreadyDone` as the host's script said it, with a sentence for people. */
export function outcomeOf(result: string, says: string): StepOutcome {
  return result === 'alreadyDone'
    ? { outcome: 'alreadyDone', says: `${says} (found done already)` }
    : { outcome: 'done', says };
}
