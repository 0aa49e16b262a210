import { defaultTaskQueue } from '../knowledge/messages.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';

// A poll lasts up to 60 s and the server remembers pollers for 5 minutes: an older one is a worker that is gone.
const freshMillis = 90_000;
const workflowTasks = 1; // TASK_QUEUE_TYPE_WORKFLOW of Temporal's API
const failedPrecondition = 9; // gRPC's FAILED_PRECONDITION
// A worker that is there answers in some tens of milliseconds; one that has to replay a long history takes longer.
const patienceMillis = 1_500;

/** @returns identities of the workers that poll the task queue for workflow tasks now */
export async function recentPollers(session: Session, taskQueue: string): Promise<readonly string[]> {
  const { pollers } = await session.connection.withDeadline(Date.now() + 5_000, () =>
    session.connection.workflowService.describeTaskQueue({
      namespace: session.namespace,
      taskQueue: { name: taskQueue },
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
export async function requireWorker(session: Session, taskQueue: string): Promise<void> {
  const alive = await recentPollers(session, taskQueue);
  if (alive.length === 0) throw new ClientFailure('unreachable', noWorkerMessage(session, taskQueue));
}

/**
 * Asks a question that only a worker answers.
 * @param limitMillis how long an answer may take while a worker is there
 * @throws ClientFailure `unreachable` as soon as it is known that none is
 */
export async function askWorker<Answer>(
  session: Session,
  taskQueue: string,
  limitMillis: number,
  question: () => Promise<Answer>,
): Promise<Answer> {
  const givenUp = new AbortController();
  const answer = session.connection.withAbortSignal(givenUp.signal, () =>
    session.connection.withDeadline(Date.now() + limitMillis, question),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patienceMillis);
  });
  try {
    const first = await Promise.race([answer.then((value) => ({ value })), late]);
    if (first !== 'late') return first.value;
    return await Promise.race([answer, requireWorker(session, taskQueue).then(() => answer)]);
  } catch (error) {
    if (codeOf(error) !== failedPrecondition) throw error;
    // The server answers so when it has seen no poller for a while.
    throw new ClientFailure('unreachable', noWorkerMessage(session, taskQueue), { cause: error });
  } finally {
    clearTimeout(timer);
    // A question that is still open would keep the connection from closing.
    givenUp.abort();
  }
}

function codeOf(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}

export function noWorkerMessage({ address, namespace }: Session, taskQueue: string): string {
  const option = taskQueue === defaultTaskQueue ? '' : ` --task-queue ${taskQueue}`;
  return (
    `No worker polls task queue "${taskQueue}" in namespace "${namespace}" at ${address}.\n` +
    '  Without one an upgrade stands still and answers nothing; it goes on where it was as soon as one runs.\n' +
    `  Start one: ringlift worker${option}`
  );
}
