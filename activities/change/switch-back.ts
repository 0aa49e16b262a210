import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { confMovesWithRelease } from '../hosts/release-folder.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { goBackByCommand } from './own-commands/go-back-by-command.ts';
import { switchPackagesBack } from './packages/switch-packages-back.ts';
import { putBackJavaHome } from './jdk/put-back-java-home.ts';
import { outcomeOf } from './outcome.ts';

/** Makes the old release the installation in use again, with the configuration and JVM files of before. */
export async function switchBack(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const outcome = await switchBackBy(context, task, host);
  await putBackJavaHome(context, task, host);
  return outcome;
}

function switchBackBy(context: ActivityContext, task: BackTask, host: Host): Promise<StepOutcome> {
  switch (host.settings.install.method) {
    case 'tarball':
      return switchLinkBack(context, task, host);
    case 'deb':
    case 'rpm':
      return switchPackagesBack(context, task, host);
    case 'commands':
      return goBackByCommand(context, task, host);
  }
}

async function switchLinkBack(context: ActivityContext, task: BackTask, host: Host): Promise<StepOutcome> {
  const { settings } = host;
  const { install } = settings;
  const { stamp, folder } = task.back;
  const moves = confMovesWithRelease(settings) ? 'yes' : 'no';
  const { result } = await changeHost(context, task, host, 'switch-back', {
    step: 'switchBack',
    args: [task.plan.tag, stamp, install.conf, install.home, install.releases, folder, moves],
    timeoutMillis: 60_000,
    next: 'The node is stopped and its data is what the old release starts on: mend what is named, then retry.',
  });
  return outcomeOf(result, `${install.home} points at ${folder} again`);
}
