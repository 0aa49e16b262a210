import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { BackTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { packageFolder } from '../../hosts/release-folder.ts';
import { changeHost } from '../change-host.ts';
import { outcomeOf } from '../outcome.ts';
import { systemdUnit } from './systemd-unit.ts';

/** Installs the old packages again, which were laid aside before the node was stopped, and puts its configuration back. */
export async function switchPackagesBack(
  context: ActivityContext,
  task: BackTask,
  host: Host,
): Promise<StepOutcome> {
  const { settings } = host;
  const { install } = settings;
  const { stamp, folder, release } = task.back;
  context.say(`installing the packages of ${release} again`);
  const { result } = await changeHost(context, task, host, 'switch-back-package', {
    step: 'switchBack',
    args: [
      ...[install.method, task.plan.tag, stamp, install.conf, install.home, install.releases],
      ...[packageFolder(settings, release), folder, systemdUnit(settings)],
    ],
    timeoutMillis: 30 * 60_000,
    next: 'The node is stopped and its data is what the old release starts on: mend what is named, then retry.',
  });
  return outcomeOf(result, `the packages of ${release} are installed again, with its configuration`);
}
