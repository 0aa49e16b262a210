/** How a node served before the first change, kept on its host for as long as the upgrade lasts. */
import type { ServiceBaseline } from '../../knowledge/gates/service-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHost } from '../change/change-host.ts';
import type { Host } from '../hosts/host.ts';
import { readKeptJson } from '../hosts/read-kept.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

/** Name of the file below the upgrade's folder on the host. */
const serviceFile = 'service.json';

/** Null: nothing was kept. */
export function readServiceBaseline(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<ServiceBaseline | null> {
  const file = `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${serviceFile}`;
  return readKeptJson<ServiceBaseline>(host, file, context.signal);
}

export async function keepServiceBaseline(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  baseline: ServiceBaseline,
): Promise<void> {
  await changeHost(context, task, host, 'keep-file', {
    step: 'measureService',
    args: [task.plan.tag, serviceFile, 'anew'],
    input: JSON.stringify(baseline),
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
}
