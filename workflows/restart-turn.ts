import { ParentClosePolicy, executeChild, isCancellation } from '@temporalio/workflow';
import { nodeRestartWorkflowId } from '../knowledge/messages.ts';
import type { Step } from '../knowledge/plan.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { sayChange, type SettingChange } from '../knowledge/setting-change.ts';
import { failedActivity, isGatesOutdated } from './failure.ts';
import { howNodeStands, letGo } from './leave-out.ts';
import { harmlessRestartSteps, restartNode } from './restart-node.ts';
import { type Work, untilDone } from './until-done.ts';
import type { Upgrade } from './upgrade.ts';
import { inWindow } from './window.ts';

type RestartStep = Extract<Step, { kind: 'restartNode' }>;

/** The turn of a node to be restarted with a changed setting. */
export function restartTurnOf(upgrade: Upgrade, step: RestartStep): Work {
  const { node, change } = step;
  return {
    title: `${describeStep(step).title} ${upgrade.nameOf(node)}`,
    ...{ node, hold: 'untilDrain' },
    skippable: () => true,
    do: () => takeRestartTurn(upgrade, node, change),
    beforeAgain: () => inWindow(upgrade, step.kind),
    leaveOut: () => leaveRestartOut(upgrade, step),
  };
}

/** A node that does not serve with the changed setting gets the one of before again, where it still starts with it. */
export async function putSettingBack(
  upgrade: Upgrade,
  node: string,
  change: SettingChange,
  needsForce: 'skip' | 'abort',
): Promise<void> {
  await untilDone(upgrade, {
    title: `put the setting of before back on ${upgrade.nameOf(node)}`,
    ...{ node, hold: 'untilDrain', whilePaused: true, needsForce },
    skippable: () => needsForce === 'skip',
    do: () => takeRestartTurn(upgrade, node, change, true),
    leaveOut: () => Promise.resolve(),
  });
}

/** One node's restart, as a workflow of its own. */
async function takeRestartTurn(
  upgrade: Upgrade,
  node: string,
  change: SettingChange,
  putsBack = false,
): Promise<void> {
  const { record, restarting } = upgrade;
  const task = upgrade.taskNow;
  const name = upgrade.nameOf(node);
  const before = upgrade.stateOf(node);
  record.setNode(node, { state: 'running' });
  try {
    const { verdicts, ledger } = await executeChild(restartNode, {
      workflowId: nodeRestartWorkflowId(task.plan.cluster, node),
      args: [{ ...task, node, change, ...(putsBack && { putsBack }) }],
      // A node that was begun is brought to its end even when the upgrade itself is terminated.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${name} of ${task.plan.cluster}: ${sayChange(change)}`.slice(0, 200),
    });
    restarting.delete(node);
    record.setNode(node, { state: 'done' });
    record.set({ verdicts, ...(ledger && { ledger }) });
    record.tell(
      putsBack
        ? `${name} runs with the setting of before again and serves`
        : `${name} runs with ${sayChange(change)} and serves`,
    );
  } catch (error) {
    record.setNode(node, { state: isCancellation(error) ? before : 'failed' });
    if (!isCancellation(error) && isTouched(error)) restarting.set(node, change);
    throw error;
  }
}

/** A person leaves it out: it serves with the setting of before, or is brought to, before anything goes on. */
async function leaveRestartOut(upgrade: Upgrade, { node, change }: RestartStep): Promise<void> {
  const { record, restarting } = upgrade;
  const name = upgrade.nameOf(node);
  let standing = await howNodeStands(upgrade, node);
  if (!standing.serves && (restarting.has(node) || standing.inHand === true)) {
    await putSettingBack(upgrade, node, change, 'skip');
    standing = await howNodeStands(upgrade, node);
  }
  restarting.delete(node);
  if (!standing.serves) return record.tell(`${name} is left as it is: ${standing.says}`);
  record.setNode(node, { state: 'done' });
  record.tell(`${name} is left without a restart to ${sayChange(change)}: ${standing.says}`);
  await letGo(upgrade, node);
}

/** Not known means touched: a child that was ended from outside may have been anywhere. */
function isTouched(error: unknown): boolean {
  const failure = failedActivity(error);
  return failure === null || !(harmlessRestartSteps.includes(failure.activityType) || isGatesOutdated(error));
}
