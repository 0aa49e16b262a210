import { randomUUID } from 'node:crypto';
import {
  clusterWorkflowId,
  type Approval,
  type Command,
  type CommandAnswer,
  type CommandName,
} from '../knowledge/messages.ts';
import type { Session } from './connect.ts';
import { requireWorker } from './require-worker.ts';
import { asking } from './translate-error.ts';

// An approval is answered after another look at every node.
const answerLimitMillis = 180_000;

/**
 * Says something to a running upgrade and waits for its answer.
 * @throws ClientFailure `refused` with the upgrade's own reason, `notFound`, `unreachable`
 */
export async function sendCommand(
  session: Session,
  cluster: string,
  name: CommandName,
  payload: Command | Approval,
): Promise<CommandAnswer> {
  // One id for Temporal's own retries and for the upgrade: a command is done once, however often it arrives.
  const id = payload.id ?? randomUUID();
  const handle = session.client.workflow.getHandle(clusterWorkflowId(cluster));
  return asking(session, `running upgrade of ${cluster}`, async () => {
    await requireWorker(session);
    return session.connection.withDeadline(Date.now() + answerLimitMillis, () =>
      handle.executeUpdate<CommandAnswer, [Command | Approval]>(name, {
        updateId: id,
        args: [{ ...payload, id }],
      }),
    );
  });
}
