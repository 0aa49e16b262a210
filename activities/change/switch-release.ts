import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { installByCommand } from './own-commands/install-by-command.ts';
import { switchPackages } from './packages/switch-packages.ts';
import { setJavaHome } from './jdk/set-java-home.ts';
import { outcomeOf } from './outcome.ts';
import { confMovesWithRelease, releaseFolder, stagedConf } from '../hosts/release-folder.ts';

/** Makes the target the installation in use, with the merged configuration. */
export async function switchRelease(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const outcome = await switchBy(context, task, host);
  const setting = await setJavaHome(context, task, host);
  return setting === null ? outcome : withSetting(outcome, setting);
}

function switchBy(context: ActivityContext, task: NodeTask, host: Host): Promise<StepOutcome> {
  switch (host.settings.install.method) {
    case 'tarball':
      return switchLink(context, task, host);
    case 'deb':
    case 'rpm':
      return switchPackages(context, task, host);
    case 'commands':
      return installByCommand(context, task, host);
  }
}

function withSetting(outcome: StepOutcome, setting: StepOutcome): StepOutcome {
  const isDone = [outcome, setting].every((each) => each.outcome === 'alreadyDone');
  return { ...outcome, outcome: isDone ? 'alreadyDone' : 'done', says: `${outcome.says}; ${setting.says}` };
}

async function switchLink(context: ActivityContext, task: NodeTask, host: Host): Promise<StepOutcome> {
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
