import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';

// A poll lasts up to 60 s and the server remembers pollers for 5 minutes: an older one is a worker that is gone.
const freshMillis = 90_000;
const workflowTasks = 1; // TASK_QUEUE_TYPE_WORKFLOW of Temporal's API

/** @returns identities of the workers that poll the session's task queue for workflow tasks now */
export async function recentPollers(session: Session): Promise<readonly string[]> {
  const { pollers } = await session.connection.withDeadline(Date.now() + 5_000, () =>
    session.connection.workflowService.describeTaskQueue({
      namespace: session.namespace,
      taskQueue: { name: session.taskQueue },
      taskQueueType: workflowTasks,
    }),
  );
  return (pollers ?? [])
    .filter(({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < freshMillis)
    .map(({ identity }) => identity ?? 'unnamed');
}

/**
 * Says so at once instead of hanging at a question that nobody is there to answer.
 * @throws ClientFailure `unreachable`
 */
export async function requireWorker(session: Session): Promise<void> {
  const alive = await recentPollers(session);
  if (alive.length === 0) throw new ClientFailure('unreachable', noWorkerMessage(session));
}

export function noWorkerMessage({ address, namespace, taskQueue }: Session): string {
  return (
    `No worker polls task queue "${taskQueue}" in namespace "${namespace}" at ${address}.\n` +
    '  Without one an upgrade stands still and answers nothing; it goes on where it was as soon as one runs.\n' +
    '  Start one: ringlift worker      (for another queue: --task-queue NAME)'
  );
}
