import type { PlannedWayBack } from '../knowledge/rollback-plan.ts';
import { backTurnOf, serves } from './back-turn.ts';
import type { Rollback } from './rollback.ts';
import { Aborted, untilDone } from './until-done.ts';

/**
 * Where an aborted way back may end: nodes of which it, or what was before it, had begun and that do not serve are brought
 * back first. Where that fails a person is asked, and only a second abort with `force` leaves the node as it is.
 * @param leaves a node that a person has said so of already
 */
export async function leaveNoneDown(
  rollback: Rollback,
  back: readonly PlannedWayBack[],
  leaves: string | null,
): Promise<void> {
  const { desk, stuck } = rollback;
  const begun = back.filter(
    ({ node, halfDone }) => (halfDone || stuck.has(node)) && node !== leaves && !rollback.isBack(node),
  );
  if (begun.length === 0) return;
  desk.beginClosing();
  for (const way of begun) await leaveServing(rollback, way);
}

async function leaveServing(rollback: Rollback, way: PlannedWayBack): Promise<void> {
  const { record, stuck } = rollback;
  if (await serves(rollback, way.node)) return record.tell(`${way.name} is left as it is: it serves`);
  stuck.add(way.node);
  record.tell(`${way.name} must not be left so: it does not serve`);
  try {
    await untilDone(rollback, backTurnOf(rollback, way));
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    record.tell(`${way.name} is left as it is, as a person said by force: it does not serve`);
  }
}
