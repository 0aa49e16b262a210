import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { releaseFolder } from '../hosts/release-folder.ts';
import { serviceCommand } from './service-commands.ts';

const limitSeconds = 60;

/** Starts the service, on data folders that are what they were at the stop. That it serves is for awaitServing. */
export async function startNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { settings } = host;
  const { install, service } = settings;
  context.say('starting');
  const { result } = await changeHost(context, task, host, 'start-node', {
    step: 'startNode',
    args: [
      ...[task.plan.tag, install.log, String(limitSeconds), install.conf, install.home, install.releases],
      releaseFolder(settings, task.plan.to),
      ...serviceCommand(service, 'start'),
    ],
    timeoutMillis: (limitSeconds + 120) * 1_000,
    next: 'The node is switched and stopped; nothing was started on doubtful data. Mend what is named, then retry.',
  });
  return outcomeOf(result, `${settings.name} is started on ${task.plan.to}`);
}
