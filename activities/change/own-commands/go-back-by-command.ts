import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { BackTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { changeHost } from '../change-host.ts';
import { outcomeOf } from '../outcome.ts';
import { askInstalled, commandsOf } from './ask-installed.ts';
import { requireInUse } from './require-in-use.ts';
import { runInstaller } from './run-installer.ts';

/** Lets the operator's own commands bring the old release back, then puts the configuration of the restore point back. */
export async function goBackByCommand(
  context: ActivityContext,
  task: BackTask,
  host: Host,
): Promise<StepOutcome> {
  const { name, install } = host.settings;
  const { goBack, install: again } = commandsOf(host);
  const { release, stamp } = task.back;
  const releases = { release, former: task.plan.to };
  const { isInstalled, isInUse } = await askInstalled(host, releases, context.signal);
  const isBack = isInstalled && isInUse;
  if (!isBack) {
    await runInstaller(context, task, host, {
      ...{ step: 'switchBack', verb: 'goBack', command: goBack ?? again },
      ...releases,
    });
    await requireInUse(host, releases, `install.commands.${goBack ? 'goBack' : 'install'}`, context.signal);
  }
  const { result } = await changeHost(context, task, host, 'put-back-conf', {
    step: 'switchBack',
    args: [task.plan.tag, stamp, install.conf],
    timeoutMillis: 60_000,
    next: 'The node is stopped and its data is what the old release starts on: mend what is named, then retry.',
  });
  const isDone = isBack && result === 'alreadyDone';
  return outcomeOf(
    isDone ? 'alreadyDone' : 'done',
    `${release} is installed again on ${name}, with its configuration`,
  );
}
