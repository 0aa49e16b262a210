import {
  type ForgetAsideInput,
  type ForgetAsideResult,
  type RollbackInput,
  type RollbackPreviewInput,
  clusterWorkflowId,
  rollbackPreviewWorkflowId,
  workflowTypes,
} from '../knowledge/messages.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { innermostMessage } from './innermost-message.ts';
import { requireWorker } from './require-worker.ts';
import type { Started } from './start-upgrade.ts';
import { asking } from './translate-error.ts';

/**
 * Looks at the cluster and plans its way back, changing nothing: also while an upgrade runs.
 * @throws ClientFailure `refused` when there is no way back, with what is left
 */
export function previewRollback(session: Session, input: RollbackPreviewInput): Promise<RollbackPlan> {
  const { cluster } = input.spec;
  return result(session, cluster, 'TERMINATE_EXISTING', {
    type: workflowTypes.rollbackPreview,
    workflowId: rollbackPreviewWorkflowId(cluster),
    input,
    summary: `Plan of the way back: ${cluster}`,
  });
}

/** Deletes what ways back set aside. @throws ClientFailure `refused` while it is needed still, or something runs */
export function forgetAside(session: Session, input: ForgetAsideInput): Promise<ForgetAsideResult> {
  const { cluster } = input.spec;
  return result(session, cluster, 'FAIL', {
    type: workflowTypes.forgetAside,
    workflowId: clusterWorkflowId(cluster),
    input,
    summary: `Delete what was set aside: ${cluster}, by ${input.by}`,
  });
}

/**
 * Starts the way back of a cluster under the id of its upgrade: a second one beside it is refused by Temporal itself.
 * @throws ClientFailure `refused` when an upgrade or a way back runs already
 */
export async function startRollback(session: Session, input: RollbackInput): Promise<Started> {
  const { cluster } = input.spec;
  return asking(session, `way back of ${cluster}`, async () => {
    await requireWorker(session, session.taskQueue);
    const handle = await refusingSecond(cluster, () =>
      session.client.workflow.start(workflowTypes.rollback, {
        workflowId: clusterWorkflowId(cluster),
        taskQueue: session.taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `${cluster} back to its old release, by ${input.by}`,
      }),
    );
    return { workflowId: handle.workflowId, runId: handle.firstExecutionRunId, workerRuns: true };
  });
}

interface Asked {
  readonly type: string;
  readonly workflowId: string;
  readonly input: unknown;
  readonly summary: string;
}

async function result<Output>(
  session: Session,
  cluster: string,
  conflict: 'FAIL' | 'TERMINATE_EXISTING',
  { type, workflowId, input, summary }: Asked,
): Promise<Output> {
  const { WorkflowFailedError } = await import('@temporalio/client');
  return asking(session, `way back of ${cluster}`, async () => {
    await requireWorker(session, session.taskQueue);
    try {
      return await refusingSecond(
        cluster,
        async () =>
          (await session.client.workflow.execute(type, {
            ...{ workflowId, taskQueue: session.taskQueue, args: [input], staticSummary: summary },
            workflowIdConflictPolicy: conflict,
            workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          })) as Output,
      );
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error;
      throw new ClientFailure('refused', innermostMessage(error), { cause: error });
    }
  });
}

async function refusingSecond<Output>(cluster: string, start: () => Promise<Output>): Promise<Output> {
  const { WorkflowExecutionAlreadyStartedError } = await import('@temporalio/client');
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new ClientFailure(
      'refused',
      `Something runs for ${cluster} already (${clusterWorkflowId(cluster)}); a cluster has one at a time. Nothing was started.\n` +
        `  Look at it: ringlift status ${cluster}`,
      { cause: error },
    );
  }
}
