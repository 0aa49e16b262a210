import type { AbortInitialization } from '../../knowledge/messages.ts';
import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { speaker } from '../identity.ts';
import { sendCommand } from '../send-command.ts';

export interface AbortInitializationOptions extends GlobalOptions {
  readonly initiator: string;
  readonly reason: string;
  readonly by?: string;
}

/** At the one-way door: has what is left of a broken-off `cms initialize` aborted, once it has stood still. */
export async function abortInitialization(
  cluster: string,
  { initiator, reason, by, ...globals }: AbortInitializationOptions,
): Promise<ExitName> {
  const payload: AbortInitialization = { by: speaker(by), initiator, reason };
  const answer = await withSession(connectSettings(globals), (session) => {
    process.stdout.write(`It is watched for some minutes first: only what stands still is aborted …\n`);
    return sendCommand(session, cluster, 'abortInitialization', payload);
  });
  process.stdout.write(`${cluster}: ${answer.says}\n`);
  return 'ok';
}
