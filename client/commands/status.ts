import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, viewOptions, type GlobalOptions } from '../global-options.ts';
import { readUpgrade } from '../read-upgrade.ts';
import { renderView } from '../view/render-view.ts';
import { watch } from './watch.ts';

export interface StatusOptions extends GlobalOptions {
  readonly watch?: boolean;
  readonly untilDoor?: boolean;
  readonly json?: boolean;
}

/** Without watching, an upgrade that failed is an answer too: the exit code then is 0. */
export async function status(cluster: string, options: StatusOptions): Promise<ExitName> {
  const { watch: stay = false, untilDoor = false, json = false, ...globals } = options;
  return withSession(connectSettings(globals), async (session) => {
    if (stay || untilDoor) return watch(session, cluster, { untilDoor, ...globals });
    const view = await readUpgrade(session, cluster);
    const text = json
      ? `${JSON.stringify(view, null, 2)}\n`
      : renderView(view, viewOptions(globals, session.namespace));
    process.stdout.write(text);
    return 'ok';
  });
}
