import {
  ApplicationFailure,
  CancellationScope,
  ParentClosePolicy,
  executeChild,
  isCancellation,
} from '@temporalio/workflow';
import { nodeRollbackWorkflowId, nodeWorkflowId } from '../knowledge/messages.ts';
import { failedActivity, isGatesOutdated, reportOf } from './failure.ts';
import { harmlessRollbackSteps, rollbackNode } from './rollback-node.ts';
import type { Upgrade } from './upgrade.ts';
import { harmlessSteps, upgradeNode } from './upgrade-node.ts';

/** One node's turn, as a workflow of its own. What fails after its drain is brought back where the file says so. */
export async function takeNodeTurn(upgrade: Upgrade, node: string): Promise<void> {
  if (upgrade.halfBack.has(node)) await takeBackTurn(upgrade, node);
  try {
    await carryNode(upgrade, node);
  } catch (error) {
    throw await afterFailure(upgrade, node, error);
  }
}

/** Carries a node over, and leaves it where it failed. */
export async function carryNode(upgrade: Upgrade, node: string): Promise<void> {
  const { record } = upgrade;
  const task = upgrade.nodeTask(node);
  const name = upgrade.nameOf(node);
  const started = Date.now();
  const before = upgrade.stateOf(node);
  record.setNode(node, { state: 'running' });
  try {
    const result = await executeChild(upgradeNode, {
      workflowId: nodeWorkflowId(task.plan.cluster, node),
      args: [task],
      // A node that was begun is brought to its end even when the upgrade itself is terminated.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${name} of ${task.plan.cluster} to ${task.plan.to}`,
    });
    upgrade.touched.delete(node);
    record.setNode(node, { state: 'done', release: result.release, tookMillis: Date.now() - started });
    record.set({ verdicts: result.verdicts, ...(result.ledger && { ledger: result.ledger }) });
    record.tell(`${name} runs ${result.release} and serves`);
    for (const warning of result.warnings ?? []) record.tell(warning);
  } catch (error) {
    record.setNode(node, { state: isCancellation(error) ? before : 'failed' });
    if (!isCancellation(error) && isTouchedForward(error)) upgrade.touched.add(node);
    throw error;
  }
}

/** Brings a node back that failed after its drain, where the file says so. @returns what a person is asked about then */
export async function afterFailure(upgrade: Upgrade, node: string, error: unknown): Promise<unknown> {
  if (isCancellation(error) || !isTouchedForward(error)) return error;
  if (upgrade.task.spec.strategy.onNodeFailure !== 'rollback') return error;
  return broughtBack(upgrade, node, error);
}

export interface BackOptions {
  /** A person named this very node. */
  readonly named?: boolean;
  /** What is lost by it, repeated by a person. */
  readonly consent?: string | undefined;
}

/** One node's way back to its old release, as a workflow of its own. */
export async function takeBackTurn(
  upgrade: Upgrade,
  node: string,
  { named = false, consent }: BackOptions = {},
): Promise<void> {
  const { record } = upgrade;
  const task = upgrade.nodeTask(node);
  const name = upgrade.nameOf(node);
  const started = Date.now();
  const before = upgrade.stateOf(node);
  record.setNode(node, { state: 'running' });
  try {
    const result = await executeChild(rollbackNode, {
      workflowId: nodeRollbackWorkflowId(task.plan.cluster, node),
      args: [{ ...task, ...(named && { named }), ...(consent !== undefined && { consent }) }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${name} of ${task.plan.cluster} back to its old release`,
    });
    upgrade.touched.delete(node);
    upgrade.halfBack.delete(node);
    upgrade.restarting.delete(node);
    const { release, owesRepair, verdicts } = result;
    record.setNode(node, { state: 'back', release, tookMillis: Date.now() - started });
    record.set({ verdicts });
    record.tell(
      `${name} is back on ${release} and serves${owesRepair ? '; it owes a repair, once no other release runs' : ''}`,
    );
  } catch (error) {
    const isHalf = !isCancellation(error) && isTouched(error, harmlessRollbackSteps);
    record.setNode(node, { state: isHalf ? 'failed' : before });
    if (isHalf) {
      upgrade.touched.add(node);
      upgrade.halfBack.add(node);
    }
    throw error;
  }
}

/** @returns what a person is asked about then: the failure, and where the node is now */
async function broughtBack(upgrade: Upgrade, node: string, error: unknown): Promise<ApplicationFailure> {
  const { error: type, message, verdicts, tried } = reportOf(error);
  const name = upgrade.nameOf(node);
  upgrade.record.tell(`${name} failed and is brought back, as strategy.onNodeFailure says: ${message}`);
  // Also when somebody wants to stand still now: it is not left as it is.
  const outcome = await CancellationScope.nonCancellable(() => takeBackTurn(upgrade, node)).then(
    () => `${name} was brought back to its old release and serves.`,
    (reason: unknown) => `Bringing it back failed too: ${reportOf(reason).message}`,
  );
  return ApplicationFailure.create({
    type,
    message: `${message} ${outcome}`,
    nonRetryable: true,
    details: [{ verdicts, ...(tried !== undefined && { tried }) }],
  });
}

function isTouchedForward(error: unknown): boolean {
  return isTouched(error, harmlessSteps) && !isGatesOutdated(error);
}

/** Not known means touched: a child that was ended from outside may have been anywhere. */
function isTouched(error: unknown, harmless: readonly string[]): boolean {
  const failure = failedActivity(error);
  return failure === null || !harmless.includes(failure.activityType);
}
