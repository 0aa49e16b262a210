/** How a node served before the first change, kept on its host for as long as the upgrade lasts. */
import { RingliftError } from '../../knowledge/errors.ts';
import type { ServiceBaseline } from '../../knowledge/gates/service-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHost } from '../change/change-host.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

/** Name of the file below the upgrade's folder on the host. */
const serviceFile = 'service.json';

/** Null: nothing was kept. */
export async function readServiceBaseline(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<ServiceBaseline | null> {
  const { stdout } = await host.run('read-kept', {
    args: [`${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${serviceFile}`],
    timeoutMillis: 30_000,
    signal: context.signal,
  });
  if (stdout.trim() === '') return null;
  try {
    return JSON.parse(stdout) as ServiceBaseline;
  } catch {
    throw new RingliftError('UnreadableOutput', {
      where: host.settings.name,
      what: `${serviceFile} of this upgrade on the host is no JSON`,
      found: stdout.slice(0, 200),
      next: 'Remove that file from the state folder of the host: the node is then judged by the floor and by the others.',
    });
  }
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
