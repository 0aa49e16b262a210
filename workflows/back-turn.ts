import { ParentClosePolicy, executeChild, isCancellation } from '@temporalio/workflow';
import type { NodeTask } from '../activities/activities.ts';
import { nodeRollbackWorkflowId } from '../knowledge/messages.ts';
import type { PlannedWayBack } from '../knowledge/rollback-plan.ts';
import { call } from './call.ts';
import { type FailureReport, failedActivity } from './failure.ts';
import { harmlessRollbackSteps, rollbackNode } from './rollback-node.ts';
import type { Rollback } from './rollback.ts';
import type { Work } from './until-done.ts';

/**
 * One node's turn to go back. What was begun of it is not left in passing: only by force, while it does not serve.
 * @param first it was tried: a person is asked before it is tried again
 */
export function backTurnOf(rollback: Rollback, way: PlannedWayBack, first?: FailureReport): Work {
  const { record, stuck, leftOut } = rollback;
  const title = `back to ${way.to ?? 'the old release'}: ${way.name}`;
  return {
    ...{ title, node: way.node, hold: 'untilDrain' },
    ...(first && { first }),
    skippable: () => !stuck.has(way.node),
    get needsForce() {
      return stuck.has(way.node) ? ('abort' as const) : undefined;
    },
    do: () => takeTurn(rollback, way),
    leaveOut: () => {
      record.setNode(way.node, { state: 'skipped' });
      leftOut.push(title);
      return Promise.resolve();
    },
  };
}

async function takeTurn(rollback: Rollback, { node, name, to, kind }: PlannedWayBack): Promise<void> {
  const { record, task, stuck, input } = rollback;
  const started = Date.now();
  const before = record.status.nodes.find((each) => each.node === node)?.state ?? 'waiting';
  record.setNode(node, { state: 'running' });
  try {
    const result = await executeChild(rollbackNode, {
      workflowId: nodeRollbackWorkflowId(task.plan.cluster, node),
      args: [
        {
          ...task,
          node,
          ...besideOf(rollback, node),
          agreed: kind,
          ...(input.node !== undefined && { named: true }),
        },
      ],
      // A node that was begun is brought to its end even when the way back itself is terminated.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${name} of ${task.plan.cluster} back to ${to ?? 'its old release'}`,
    });
    stuck.delete(node);
    const { release, verdicts, ledger, owesRepair } = result;
    record.setNode(node, { state: 'back', release, tookMillis: Date.now() - started });
    record.set({ verdicts, ...(ledger && { ledger }) });
    record.tell(
      `${name} runs ${release} again and serves${owesRepair ? '; it owes a repair, once no other release runs' : ''}`,
    );
  } catch (error) {
    record.setNode(node, { state: isCancellation(error) ? before : 'failed' });
    if (!isCancellation(error) && isBegun(error) && !(await serves(rollback, node))) stuck.add(node);
    throw error;
  }
}

/**
 * Nodes of a group that were left half done together may all be down: each goes back without waiting for the others, also
 * for those that do not go back themselves.
 */
function besideOf(rollback: Rollback, node: string): Pick<NodeTask, 'beside'> {
  const { plan } = rollback;
  const begun = (plan?.back ?? []).filter((way) => way.halfDone).map((way) => way.node);
  const halfDone = [...new Set([...begun, ...(plan?.context.inHand ?? [])])];
  const beside = halfDone.filter((other) => other !== node && !rollback.isBack(other));
  return halfDone.includes(node) && beside.length > 0 ? { beside } : {};
}

/** Not known means begun: a child that was ended from outside may have been anywhere. */
function isBegun(error: unknown): boolean {
  const failure = failedActivity(error);
  return failure === null || !harmlessRollbackSteps.includes(failure.activityType);
}

/** What can't be seen does not serve. */
export async function serves(rollback: Rollback, node: string): Promise<boolean> {
  const name = rollback.nameOf(node);
  try {
    const standing = await call('howNodeStands', { ...rollback.task, node }, `look how ${name} stands`);
    return standing.serves;
  } catch {
    return false;
  }
}
