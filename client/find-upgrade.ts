import type { WorkflowHandle } from '@temporalio/client';
import { clusterWorkflowId } from '../knowledge/messages.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';

/** The newest upgrade of a cluster, as Temporal's server knows it without asking a worker. */
export interface FoundUpgrade {
  readonly handle: WorkflowHandle;
  /** The queue that it was started on: its worker polls that one. */
  readonly taskQueue: string;
  readonly runs: boolean;
  /** Name of its workflow: the upgrade's or the way back's. */
  readonly type: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** @throws ClientFailure `notFound` */
export async function findUpgrade(session: Session, cluster: string): Promise<FoundUpgrade> {
  const { WorkflowNotFoundError } = await import('@temporalio/client');
  const handle = session.client.workflow.getHandle(clusterWorkflowId(cluster));
  try {
    const { status, taskQueue, startTime, closeTime, type } = await handle.describe();
    return {
      handle,
      taskQueue,
      type,
      runs: status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW',
      startedAt: startTime.toISOString(),
      endedAt: closeTime?.toISOString() ?? null,
    };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new ClientFailure(
      'notFound',
      `There is no upgrade of ${cluster} (${clusterWorkflowId(cluster)}) in namespace "${session.namespace}" at ${session.address}.\n` +
        `  All that Temporal knows: temporal workflow list --address ${session.address} --namespace ${session.namespace}`,
      { cause: error },
    );
  }
}
