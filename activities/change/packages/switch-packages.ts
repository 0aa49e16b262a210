import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { packageFolder, releaseFolder, stagedConf } from '../../hosts/release-folder.ts';
import { changeHost } from '../change-host.ts';
import { outcomeOf } from '../outcome.ts';
import { systemdUnit } from './systemd-unit.ts';

/** Installs the target's packages below a stopped node, then puts the merged configuration in place. */
export async function switchPackages(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<StepOutcome> {
  const { settings } = host;
  const { install } = settings;
  const { to, tag } = task.plan;
  context.say(`installing the packages of ${to}`);
  const { result } = await changeHost(context, task, host, 'switch-package', {
    step: 'switchRelease',
    args: [
      ...[install.method, tag, install.conf, install.home, install.releases],
      ...[packageFolder(settings, to), releaseFolder(settings, to), stagedConf(settings, to, tag)],
      systemdUnit(settings),
    ],
    timeoutMillis: 30 * 60_000,
    next: 'The node is stopped; its configuration of before lies in its restore point. Mend what is named, then retry: the packages are finished from where they stand.',
  });
  return outcomeOf(result, `the packages of ${to} are installed, with the merged configuration`);
}
