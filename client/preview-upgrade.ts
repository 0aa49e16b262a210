import { previewWorkflowId, workflowTypes, type Preview } from '../knowledge/messages.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { innermostMessage } from './innermost-message.ts';
import { requireWorker } from './require-worker.ts';
import { asking } from './translate-error.ts';

/**
 * Looks at the cluster and plans, changing nothing. The worker looks, so that what is planned is what it can reach.
 * A preview that is under way for the same cluster is replaced: its asker may be long gone.
 * @throws ClientFailure `refused` when the cluster can't be planned for, with the reason
 */
export async function previewUpgrade(session: Session, spec: SpecInput): Promise<Preview> {
  const { WorkflowFailedError } = await import('@temporalio/client');
  return asking(session, `plan of ${spec.cluster}`, async () => {
    await requireWorker(session, session.taskQueue);
    try {
      return (await session.client.workflow.execute(workflowTypes.preview, {
        workflowId: previewWorkflowId(spec.cluster),
        taskQueue: session.taskQueue,
        args: [spec],
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `Plan: ${spec.cluster} to Apache Cassandra ${spec.target}`,
      })) as Preview;
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error;
      throw new ClientFailure('refused', innermostMessage(error), { cause: error });
    }
  });
}
