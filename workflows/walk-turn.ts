import {
  CancellationScope,
  CancelledFailure,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Ledger } from '../knowledge/ledger.ts';
import type { NodeStatus } from '../knowledge/messages.ts';
import type { StepOutcome } from '../knowledge/plan.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { breakable } from './breakable.ts';

/** What is done to one node, planned from how it was found. */
export interface Turn<Kind extends string> {
  readonly steps: readonly Kind[];
  /** False: an earlier turn left the node stopped, which is ours to finish, whatever comes. */
  readonly isWhole: boolean;
  /** Steps before which, and in which, nothing of a whole node is touched: a cancellation may end the walk there. */
  readonly harmless: readonly Kind[];
  readonly titleOf: (kind: Kind) => string;
  /** First line of what the Web UI shows, in Markdown. */
  readonly head: string;
  readonly perform: (kind: Kind, title: string) => Promise<StepOutcome>;
  /** Unlocks a node that was not touched. */
  readonly unlock: () => Promise<unknown>;
}

export interface Walked {
  /** Of the last gates. */
  readonly verdicts: readonly Verdict[];
  /** What going back cost when its gates had opened. */
  readonly ledger?: Ledger;
}

/**
 * Walks one node's turn, in the order in which all of them go: plan, then step by step. From the first step that is not
 * harmless on it does not heed a cancellation: a node is never left stopped by one.
 * @param breaksOff whether a step at work is broken off too; histories of before that know it only between steps
 */
export async function walkTurn<Kind extends string, Planned extends Turn<Kind>>(
  node: string,
  plan: () => Promise<Planned>,
  breaksOff: () => boolean = () => true,
): Promise<{ readonly turn: Planned; readonly walked: Walked }> {
  const scope = CancellationScope.current();
  let status: NodeStatus = { node, step: null, stepNumber: 0, stepCount: 0, stepSince: now() };
  setHandler(defineQuery<NodeStatus>('status'), () => status, {
    description: 'The step that this node is at.',
  });
  return CancellationScope.nonCancellable(async () => {
    const untouched = new CancellationScope();
    scope.cancelRequested.catch(() => {
      if (breaksOff()) untouched.cancel();
    });
    const turn = await plan();
    let walked: Walked = { verdicts: [] };
    for (const [index, kind] of turn.steps.entries()) {
      const isHarmless = turn.isWhole && turn.harmless.includes(kind);
      if (scope.consideredCancelled && isHarmless) await leaveAsItWas(turn);
      const title = turn.titleOf(kind);
      const place = { stepNumber: index + 1, stepCount: turn.steps.length };
      status = { node, step: title, ...place, stepSince: now() };
      setCurrentDetails(detailsOf(turn, index));
      const work = () => turn.perform(kind, title);
      const outcome = await (isHarmless ? breakable(untouched, work) : work());
      if (outcome === null) return leaveAsItWas(turn);
      const { verdicts = walked.verdicts, ledger = walked.ledger } = outcome;
      walked = { verdicts, ...(ledger && { ledger }) };
    }
    return { turn, walked };
  });
}

async function leaveAsItWas({ unlock }: Pick<Turn<string>, 'unlock'>): Promise<never> {
  await unlock();
  throw new CancelledFailure('cancelled before the node was touched');
}

function detailsOf<Kind extends string>({ head, steps, titleOf }: Turn<Kind>, current: number): string {
  const lines = steps.map((kind, index) => {
    const mark = index < current ? '✓' : index === current ? '▶' : '·';
    return `- ${mark} ${titleOf(kind)}`;
  });
  return [head, lines.join('\n')].join('\n\n');
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
