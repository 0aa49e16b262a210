import {
  CancellationScope,
  CancelledFailure,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { NodeTask } from '../activities/activities.ts';
import type { Ledger } from '../knowledge/ledger.ts';
import type { NodeStatus } from '../knowledge/messages.ts';
import type { StepOutcome } from '../knowledge/plan.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { breakable } from './breakable.ts';
import { isGatesOutdated } from './failure.ts';

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
  /** @param gates of the step that takes a serving node down: when those before it were seen open */
  readonly perform: (kind: Kind, title: string, gates: GatesSeen) => Promise<StepOutcome>;
  /** Unlocks a node that was not touched. */
  readonly unlock: () => Promise<unknown>;
}

export type GatesSeen = Pick<NodeTask, 'gatesSeenAt'>;

/** How often a turn goes back to its gates because they were too old for its drain, before a person is asked. */
const looksAgain = 5;

export interface Walked {
  /** Of the last gates. */
  readonly verdicts: readonly Verdict[];
  /** What going back cost when its gates had opened. */
  readonly ledger?: Ledger;
  /** What people are to be told although the turn went well. Absent: nothing. */
  readonly warnings?: readonly string[];
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
    const progress = new TurnProgress(turn);
    for (let index = 0; index < turn.steps.length; index += 1) {
      const kind = turn.steps[index] as Kind;
      const isHarmless = progress.isUntouched && turn.harmless.includes(kind);
      if (scope.consideredCancelled && isHarmless) await leaveAsItWas(turn);
      const title = turn.titleOf(kind);
      const place = { stepNumber: index + 1, stepCount: turn.steps.length };
      status = { node, step: title, ...place, stepSince: now() };
      setCurrentDetails(detailsOf(turn, index));
      const work = () => progress.perform(kind, title);
      const outcome = await (isHarmless ? breakable(untouched, work) : work());
      if (outcome === null) return leaveAsItWas(turn);
      if (outcome === 'gatesOutdated') {
        index = progress.gates - 1;
        continue;
      }
      const { verdicts = walked.verdicts, ledger = walked.ledger } = outcome;
      const warnings = [...(walked.warnings ?? []), ...(outcome.warnings ?? [])];
      walked = { verdicts, ...(ledger && { ledger }), ...(warnings.length > 0 && { warnings }) };
    }
    return { turn, walked };
  });
}

/** How far a turn has come, and how old the gates are that it goes by. */
class TurnProgress<Kind extends string> {
  readonly #turn: Turn<Kind>;
  /** Where its gates stand among its steps; below 0: it has none. */
  readonly gates: number;
  /** The step that takes a serving node down: gates must be of now then. Undefined: it has no gates, or none that are asked for it. */
  readonly #takesDown: Kind | undefined;
  #seenAt: string | null = null;
  #lookedAgain = 0;
  isUntouched: boolean;

  constructor(turn: Turn<Kind>) {
    const { steps, isWhole } = turn;
    this.#turn = turn;
    this.isUntouched = isWhole;
    this.gates = steps.findIndex((kind) => kind === 'awaitGatesBefore');
    const after = this.gates < 0 ? [] : steps.slice(this.gates);
    this.#takesDown = after.find((kind) => kind === 'drainNode' || kind === 'stopNode');
  }

  /** @returns gatesOutdated: nothing was done, since its gates must be looked at again */
  async perform(kind: Kind, title: string): Promise<StepOutcome | 'gatesOutdated'> {
    const gates = kind === this.#takesDown ? { gatesSeenAt: this.#seenAt } : {};
    try {
      const outcome = await this.#turn.perform(kind, title, gates);
      if (kind === 'awaitGatesBefore') this.#seenAt = outcome.seenAt ?? null;
      if (!this.#turn.harmless.includes(kind)) this.isUntouched = false;
      return outcome;
    } catch (error) {
      if (!isGatesOutdated(error) || this.gates < 0 || this.#lookedAgain === looksAgain) throw error;
      this.#lookedAgain += 1;
      return 'gatesOutdated';
    }
  }
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
