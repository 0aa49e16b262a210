import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { confMovesWithRelease, releaseFolder, stagedConf } from '../hosts/release-folder.ts';

/** Points the installation at the target release, with the merged configuration. */
export async function switchRelease(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { settings } = host;
  const { install } = settings;
  const { to, tag } = task.plan;
  const staged = confMovesWithRelease(settings) ? '-' : stagedConf(settings, to, tag);
  const { result } = await changeHost(context, task, host, 'switch-release', {
    step: 'switchRelease',
    args: [tag, install.conf, install.home, install.releases, releaseFolder(settings, to), staged],
    timeoutMillis: 60_000,
    next: 'Mend what is named, then retry: the node goes on from where it stands.',
  });
  return outcomeOf(result, `${install.home} points at ${releaseFolder(settings, to)}`);
}
