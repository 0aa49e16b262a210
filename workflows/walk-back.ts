import { isCancellation, patched } from '@temporalio/workflow';
import type { PlannedWayBack, RollbackPlan } from '../knowledge/rollback-plan.ts';
import { backTurnOf } from './back-turn.ts';
import { type FailureReport, reportOf } from './failure.ts';
import { leaveNoneDown } from './leave-none-down.ts';
import type { Rollback } from './rollback.ts';
import { sayTried } from './say-tried.ts';
import { Aborted, type Work, untilDone } from './until-done.ts';

/** Nodes that failed, with what a person is asked about each. */
type Failed = Map<string, FailureReport>;

/** All nodes of the plan go back, one after the other. @throws Aborted once no node that was begun is left down */
export async function walkBack(rollback: Rollback, plan: RollbackPlan): Promise<void> {
  try {
    await walkAll(rollback, plan);
  } catch (error) {
    // Before, an abort left those down that it had not come to.
    if (error instanceof Aborted && patched('leaves-none-down'))
      await leaveNoneDown(rollback, plan.back, error.leaves);
    throw error;
  }
}

/**
 * Those that are down together are each tried before a person is asked about any of them: what keeps one down must not keep
 * the others down.
 */
async function walkAll(rollback: Rollback, { back }: RollbackPlan): Promise<void> {
  const failed: Failed = new Map();
  const together = back.filter(({ halfDone }) => halfDone);
  if (together.length > 1 && patched('down-together')) {
    for (const way of together) await untilDone(rollback, tried(rollback, way, failed));
  }
  for (const way of back) {
    if (rollback.isBack(way.node)) continue;
    await untilDone(rollback, backTurnOf(rollback, way, besides(rollback, way, failed)));
  }
}

/** It is asked about later, once the others that are down were tried as well. */
function tried(rollback: Rollback, way: PlannedWayBack, failed: Failed): Work {
  const turn = backTurnOf(rollback, way);
  return {
    ...turn,
    // A spread would keep what it was before the node was begun.
    get needsForce() {
      return turn.needsForce;
    },
    do: async () => {
      const begun = Date.now();
      try {
        await turn.do();
      } catch (error) {
        if (isCancellation(error)) throw error;
        const report = reportOf(error);
        failed.set(way.node, { ...report, tried: sayTried(error, report, Date.now() - begun, 0) });
        rollback.record.tell(`${way.name} is not back yet: ${report.message}`);
      }
    },
  };
}

/** A person who is asked about one node is told of the others. Absent: it was not tried yet. */
function besides(rollback: Rollback, way: PlannedWayBack, failed: Failed): FailureReport | undefined {
  const report = failed.get(way.node);
  if (!report) return undefined;
  const others = [...failed.keys()].filter((node) => node !== way.node && !rollback.isBack(node));
  if (others.length === 0) return report;
  const names = others.map((node) => rollback.nameOf(node)).join(', ');
  return { ...report, message: `${report.message} Down together with it: ${names}.` };
}
