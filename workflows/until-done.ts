import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { RollbackCommand } from '../knowledge/messages.ts';
import { choicesFor } from './choices.ts';
import { type FailureReport, reportOf } from './failure.ts';
import { BrokenOff, type Hold } from './in-hand.ts';
import { sayTried } from './say-tried.ts';
import type { Walk } from './walk.ts';

/** A person ended the walk. */
export class Aborted extends Error {
  /** The node that the person leaves as it is, by force; null: none. */
  readonly leaves: string | null;

  constructor(leaves: string | null = null) {
    super();
    this.leaves = leaves;
  }
}

/** A person wants something else first: what was stood before is stood before again, later. */
export class CalledAway extends Error {}

/** A piece of the walk: a step of the plan, or what was added by people. */
export interface Work {
  readonly title: string;
  readonly node: string | null;
  /** What becomes of it when somebody wants to stop it. */
  readonly hold: Hold;
  /** May be left out, after this failure or before it was begun. */
  skippable(report: FailureReport): boolean;
  do(): Promise<void>;
  /** A person left it out. @returns once that is safe */
  leaveOut(): Promise<void>;
  /** It has come so far by other ways that a person is asked before it is begun. */
  readonly first?: FailureReport;
  /** A node does not serve: this would leave it so. */
  readonly needsForce?: 'skip' | 'abort' | undefined;
  /** A person asked for it by name: a pause does not hold it. */
  readonly whilePaused?: boolean;
  /** It is the turn of its node to be upgraded. */
  readonly isTurn?: boolean;
  /** Before it is begun again that was broken off, maybe long after: returns once it may be begun as anything new. */
  beforeAgain?(): Promise<void>;
  /** Takes a rollback that is for this very work, such as one with the consent that it lacked. */
  heed?(command: RollbackCommand): boolean;
}

/** Does it, and when it fails asks a person, until it is done or left out. Planning again is what a retry does. */
export async function untilDone(walk: Walk, work: Work): Promise<void> {
  const begun = Date.now();
  let asked = 0;
  let report = work.first ?? null;
  for (;;) {
    report ??= await attempt(walk, work, begun, asked);
    if (report === null) return;
    const decision = await ask(walk, work, report);
    asked += 1;
    if (decision === 'abort') throw new Aborted(walk.desk.isForced ? work.node : null);
    if (decision === 'skip') return leaveOut(walk, work);
    report = decision === 'retry' ? null : await goBackFirst(walk, work, report);
  }
}

/** Returns what went wrong; null: it is done. What is broken off is done again once it may go on. */
async function attempt(walk: Walk, work: Work, begun: number, asked: number): Promise<FailureReport | null> {
  const { desk, record } = walk;
  let isLate = false;
  for (;;) {
    if (!(await desk.mayGoOn(work.whilePaused))) throw new Aborted();
    const errand = desk.takeErrand();
    if (errand !== null) {
      await walk.goBack(errand);
      isLate = true;
      continue;
    }
    if (isLate && work.beforeAgain) {
      isLate = false;
      await work.beforeAgain();
      // A pause or an errand may have come meanwhile.
      continue;
    }
    record.set({ step: work.title });
    try {
      await desk.atWork(work.title, work.hold, () => work.do());
      return null;
    } catch (error) {
      if (error instanceof CalledAway) continue;
      if (error instanceof BrokenOff) {
        record.tell(`broken off: ${error.message}`);
        isLate = true;
        continue;
      }
      if (error instanceof Aborted || CancellationScope.current().consideredCancelled) throw error;
      const report = isCancellation(error) ? cancelledReport(work) : reportOf(error);
      if (report.ledger) record.set({ ledger: report.ledger });
      return { ...report, tried: sayTried(error, report, Date.now() - begun, asked) };
    }
  }
}

/** Not by this walk: somebody cancelled a node's workflow, or an activity, in Temporal. */
export function cancelledReport({ title }: Pick<Work, 'title'>): FailureReport {
  const message = `"${title}" was cancelled from outside. Find out who did it and why, then retry.`;
  return { error: 'Cancelled', message, verdicts: [] };
}

function ask(walk: Walk, work: Work, report: FailureReport) {
  const { title: step, node, needsForce, isTurn } = work;
  const question = {
    ...{ ...report, step, node, skippable: work.skippable(report) },
    ...(needsForce && { needsForce }),
    ...(isTurn && { isTurn }),
  };
  return walk.desk.ask({ ...question, choices: choicesFor(walk, question) });
}

async function leaveOut({ record }: Walk, work: Work): Promise<void> {
  await work.leaveOut();
  record.tell(`left out: ${work.title}`);
}

/** The question stands again afterwards, unless the rollback was what it waited for. */
async function goBackFirst(walk: Walk, work: Work, report: FailureReport): Promise<FailureReport | null> {
  const errand = walk.desk.takeErrand();
  if (errand === null || work.heed?.(errand)) return null;
  const back = await walk.goBack(errand, work.node);
  return back === null ? report : { ...report, ...back };
}
