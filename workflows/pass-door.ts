import { ApplicationFailure } from '@temporalio/workflow';
import type { Door, Step } from '../knowledge/plan.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import { Aborted } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';

/** Stands before a door until it is opened. */
export async function standAtDoor(upgrade: Upgrade, door: Door): Promise<void> {
  const { doors, desk, skipped } = upgrade;
  const task = { ...upgrade.task, door, skipped: [...skipped] };
  const collect = () => call('collectDoorEvidence', task, `collect the evidence before the door "${door}"`);
  const passage = await doors.stand(door, collect, () => desk.aborted);
  if (passage.passed) {
    upgrade.passage = passage;
    return;
  }
  if (passage.why === 'aborted') throw new Aborted();
  throw ApplicationFailure.create({
    type: 'GateShut',
    message: `${task.plan.cluster}: the door stays shut: ${passage.says}. Nothing was changed.`,
    nonRetryable: true,
    details: [{ verdicts: passage.evidence.verdicts }],
  });
}

/** Through the door only with the evidence that was approved: when it has changed, people are asked again. */
export async function passDoor(
  upgrade: Upgrade,
  { node, ignore }: Extract<Step, { kind: 'initializeCms' }>,
  title: string,
): Promise<void> {
  for (;;) {
    const { passage, skipped } = upgrade;
    if (!passage)
      throw ApplicationFailure.nonRetryable('The door was not opened by anybody.', 'EvidenceChanged');
    const task = {
      ...upgrade.task,
      node,
      ignore,
      skipped: [...skipped],
      evidence: passage.evidence,
      approvedBy: passage.approvals.map(({ by }) => by),
    };
    try {
      return upgrade.note(title, await call('initializeCms', task, title));
    } catch (error) {
      if (reportOf(error).error !== 'EvidenceChanged') throw error;
      upgrade.record.tell(reportOf(error).message);
      upgrade.passage = null;
      await standAtDoor(upgrade, 'cms');
    }
  }
}
