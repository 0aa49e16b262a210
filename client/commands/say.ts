import type { CommandName } from '../../knowledge/messages.ts';
import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { speaker } from '../identity.ts';
import { sendCommand } from '../send-command.ts';

export interface SayOptions extends GlobalOptions {
  readonly by?: string;
  readonly reason?: string;
  readonly now?: boolean;
  readonly force?: boolean;
}

/** Says a command to an upgrade and prints its answer. */
export async function say(
  name: Exclude<CommandName, 'approve' | 'rollback'>,
  cluster: string,
  { by, reason, now, force, ...globals }: SayOptions,
): Promise<ExitName> {
  const payload = {
    by: speaker(by),
    ...(reason !== undefined && { reason }),
    ...(now && { now }),
    ...(force && { force }),
  };
  const answer = await withSession(connectSettings(globals), (session) =>
    sendCommand(session, cluster, name, payload),
  );
  process.stdout.write(`${cluster}: ${answer.says}\n`);
  return 'ok';
}
