import type { StepOutcome } from '../../knowledge/plan.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf, plannedSettings } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { releaseFolder } from '../hosts/release-folder.ts';
import { serviceCommand } from './service-commands.ts';
import { turnFolderOf } from '../turn-folder.ts';

const limitSeconds = 60;

/** Starts the service, on data folders that are what they were at the stop. That it serves is for awaitServing. */
export function startNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  return startService(context, task, {
    step: 'startNode',
    release: task.plan.to,
    folder: releaseFolder(plannedSettings(task, task.node), task.plan.to),
    next: task.change
      ? 'The node was not started by this. Mend what is named, then retry.'
      : 'The node is switched, and was not started by this. Mend what is named, then retry.',
  });
}

export interface Start {
  /** The step that the journal names. */
  readonly step: string;
  readonly release: Release;
  /** Where the installation must point. */
  readonly folder: string;
  readonly next: string;
}

/** Of either release, on the way there and back. */
export async function startService(
  context: ActivityContext,
  task: NodeTask,
  { step, release, folder, next }: Start,
): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install, service } = host.settings;
  context.say('starting');
  const { result } = await changeHost(context, task, host, 'start-node', {
    step,
    args: [
      ...[
        turnFolderOf(task),
        install.log,
        String(limitSeconds),
        install.conf,
        install.home,
        install.releases,
      ],
      folder,
      ...serviceCommand(service, 'start'),
    ],
    timeoutMillis: (limitSeconds + 120) * 1_000,
    next,
  });
  return outcomeOf(result, `${name} is started on ${release}`);
}
