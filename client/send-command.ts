import { randomUUID } from 'node:crypto';
import { type Approval, type Command, type CommandAnswer, type CommandName } from '../knowledge/messages.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { findUpgrade } from './find-upgrade.ts';
import { requireWorker } from './require-worker.ts';
import { asking } from './translate-error.ts';

// A worker that is there takes a command at once; an approval is answered only after another look at every node.
const takenLimitMillis = 15_000;
const answerLimitMillis = 300_000;

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
  return asking(session, `upgrade of ${cluster}`, async () => {
    const { handle, taskQueue, runs } = await findUpgrade(session, cluster);
    if (!runs)
      throw new ClientFailure('refused', `The upgrade of ${cluster} has ended: nothing can be said to it.`);
    await requireWorker(session, taskQueue);
    const taken = await session.connection.withDeadline(Date.now() + takenLimitMillis, () =>
      handle.startUpdate<CommandAnswer, [Command | Approval]>(name, {
        updateId: id,
        args: [{ ...payload, id }],
        waitForStage: 'ACCEPTED',
      }),
    );
    return session.connection.withDeadline(Date.now() + answerLimitMillis, () => taken.result());
  });
}
