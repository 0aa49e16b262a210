import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { withSession } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, type GlobalOptions } from '../global-options.ts';
import { readSpec } from '../read-spec.ts';
import { noWorkerMessage } from '../require-worker.ts';
import { startUpgrade } from '../start-upgrade.ts';
import { ringliftCommand } from '../view/tool-commands.ts';
import { watch } from './watch.ts';

export interface StartOptions extends GlobalOptions {
  readonly file: string;
  readonly watch?: boolean;
  readonly untilDoor?: boolean;
}

export async function start({
  file,
  watch: stay = false,
  untilDoor = false,
  ...globals
}: StartOptions): Promise<ExitName> {
  const spec = await readSpec(file);
  return withSession(connectSettings(globals), async (session) => {
    const { workflowId, runId, workerRuns } = await startUpgrade(session, spec);
    const stays = stay || untilDoor;
    const next = stays ? '' : `  Watch it: ${ringliftCommand(`status ${spec.cluster} --watch`, session)}`;
    process.stdout.write(
      `Started: ${spec.cluster} ${sayWay(spec)} (workflow ${workflowId}, run ${runId}).\n${next}\n`,
    );
    if (!workerRuns)
      process.stderr.write(
        `It waits in Temporal for a worker.\n${noWorkerMessage(session, session.taskQueue)}\n`,
      );
    return stays ? watch(session, spec.cluster, { untilDoor, ...globals }) : 'ok';
  });
}

/** `to 6.0.0 by way of 4.1.10 and 5.0.9`. */
function sayWay({ target, via = [] }: SpecInput): string {
  const stops = via.map(({ release }) => release);
  return `to ${target}${stops.length > 0 ? ` by way of ${stops.join(' and ')}` : ''}`;
}
