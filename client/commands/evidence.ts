import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { readEvidence } from '../read-upgrade.ts';

export async function evidence(cluster: string, globals: GlobalOptions): Promise<ExitName> {
  const text = await withSession(connectSettings(globals), (session) => readEvidence(session, cluster));
  process.stdout.write(`${text.trimEnd()}\n`);
  return 'ok';
}
