import { ParentClosePolicy, executeChild } from '@temporalio/workflow';
import { nodeWorkflowId } from '../knowledge/messages.ts';
import type { Upgrade } from './upgrade.ts';
import { upgradeNode } from './upgrade-node.ts';

/** One node's turn, as a workflow of its own. */
export async function takeNodeTurn(upgrade: Upgrade, node: string): Promise<void> {
  const { record, task } = upgrade;
  const name = upgrade.nameOf(node);
  const started = Date.now();
  record.setNode(node, { state: 'running' });
  try {
    const result = await executeChild(upgradeNode, {
      workflowId: nodeWorkflowId(task.plan.cluster, node),
      args: [{ ...task, node }],
      // A node that was begun is brought to its end even when the upgrade itself is terminated.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${name} of ${task.plan.cluster} to ${task.plan.to}`,
    });
    record.setNode(node, { state: 'done', release: result.release, tookMillis: Date.now() - started });
    record.set({ verdicts: result.verdicts, ...(result.ledger && { ledger: result.ledger }) });
    record.tell(`${name} runs ${result.release} and serves`);
  } catch (error) {
    record.setNode(node, { state: 'failed' });
    throw error;
  }
}
