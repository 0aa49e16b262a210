import { ApplicationFailure, patched } from '@temporalio/workflow';
import type { Door, Step } from '../knowledge/plan.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import { CalledAway } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';

/** Stands before a door until it is opened. */
export async function standAtDoor(upgrade: Upgrade, door: Door): Promise<void> {
  const { doors, desk, skipped } = upgrade;
  const task = { ...upgrade.taskNow, door, skipped: [...skipped] };
  const passage = await doors.stand(task, () => desk.callsAway);
  if (passage.passed) {
    upgrade.passage = passage;
    return;
  }
  if (passage.why === 'aborted') throw new CalledAway();
  throw ApplicationFailure.create({
    type: 'GateShut',
    message: `${task.plan.cluster}: the door stays shut: ${passage.says}. Nothing was changed.`,
    nonRetryable: true,
    details: [{ verdicts: passage.evidence.verdicts }],
  });
}

/**
 * Through the door only with the evidence that was approved, and once: whatever became of an attempt, the next one
 * needs new approvals. A retry first looks whether the attempt before it had its effect.
 */
export async function passDoor(
  upgrade: Upgrade,
  { node, ignore }: Extract<Step, { kind: 'initializeCms' }>,
  title: string,
): Promise<void> {
  for (;;) {
    const { passage, skipped } = upgrade;
    upgrade.passage = null;
    const task = {
      ...upgrade.task,
      node: upgrade.standInFor(node),
      // Whether they are down in every eye, as they must be, is a gate of the door.
      ignore: [...new Set([...ignore, ...skipped])],
      skipped: [...skipped],
      evidence: passage?.evidence ?? null,
      approvedBy: passage?.approvals.map(({ by }) => by) ?? [],
    };
    upgrade.cms = 'begun';
    try {
      const outcome = await call('initializeCms', task, title);
      upgrade.cms = 'initialized';
      return upgrade.note(title, outcome);
    } catch (error) {
      const { error: name, message } = reportOf(error);
      // These are told only after a look that found it not initialized.
      if (['EvidenceChanged', 'GateShut', 'CmsRefused'].includes(name)) upgrade.cms = 'before';
      const isShut = name === 'GateShut' && patched('door-watched');
      if (name !== 'EvidenceChanged' && !isShut) throw error;
      upgrade.record.tell(message);
      await standAtDoor(upgrade, 'cms');
    }
  }
}
