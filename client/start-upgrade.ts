import { clusterWorkflowId, workflowTypes } from '../knowledge/messages.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { recentPollers } from './require-worker.ts';
import { asking } from './translate-error.ts';

export interface Started {
  readonly workflowId: string;
  readonly runId: string;
  /** False: it is kept by Temporal, and begins as soon as a worker runs. */
  readonly workerRuns: boolean;
}

/**
 * Starts the upgrade of a cluster. Its id is the cluster's: a second one beside it is refused by Temporal itself.
 * @throws ClientFailure `refused` when one runs already
 */
export async function startUpgrade(session: Session, spec: SpecInput): Promise<Started> {
  const { WorkflowExecutionAlreadyStartedError } = await import('@temporalio/client');
  const workflowId = clusterWorkflowId(spec.cluster);
  return asking(session, `upgrade of ${spec.cluster}`, async () => {
    try {
      const handle = await session.client.workflow.start(workflowTypes.cluster, {
        workflowId,
        taskQueue: session.taskQueue,
        args: [spec],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `${spec.cluster} to Apache Cassandra ${spec.target}`,
      });
      const workerRuns = (await recentPollers(session, session.taskQueue)).length > 0;
      return { workflowId, runId: handle.firstExecutionRunId, workerRuns };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      throw new ClientFailure(
        'refused',
        `An upgrade of ${spec.cluster} runs already (${workflowId}); a cluster has one at a time. Nothing was started.\n` +
          `  Look at it: ringlift status ${spec.cluster}      End it: ringlift abort ${spec.cluster} --reason "..."`,
        { cause: error },
      );
    }
  });
}
