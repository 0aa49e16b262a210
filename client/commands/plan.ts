import { printPlan } from '../../knowledge/procedures/print-plan.ts';
import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { previewUpgrade } from '../preview-upgrade.ts';
import { readSpec } from '../read-spec.ts';

export interface PlanOptions extends GlobalOptions {
  readonly file: string;
  readonly json?: boolean;
  readonly expand?: boolean;
}

/** Looks and plans, and says with its exit code whether a gate is shut. */
export async function plan({
  file,
  json = false,
  expand = false,
  ...globals
}: PlanOptions): Promise<ExitName> {
  const spec = await readSpec(file);
  return withSession(connectSettings(globals), async (session) => {
    if (process.stderr.isTTY) process.stderr.write(`Looking at ${spec.cluster} through the worker …\n`);
    const preview = await previewUpgrade(session, spec);
    const shut = preview.verdicts.some((verdict) => !verdict.open);
    if (json) process.stdout.write(`${JSON.stringify(preview, null, 2)}\n`);
    else {
      const next = shut ? 'A gate is shut: an upgrade started now would wait at its preflight.\n' : '';
      const start = `Nothing was changed. Start it: ringlift start -f ${file}\n`;
      process.stdout.write(
        `${printPlan(preview.plan, { verdicts: preview.verdicts, ledger: preview.ledger, expand })}\n${next}${start}`,
      );
    }
    return shut ? 'waitsForPerson' : 'ok';
  });
}
