import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { hostOf } from '../observe/host-of.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** Keeps the new release's logs and configuration on the host: what went wrong is looked for there. */
export async function archiveRelease(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  const { tag } = task.plan;
  const { stamp } = task.back;
  const { result } = await changeHost(context, task, host, 'archive-release', {
    step: 'archiveRelease',
    args: [tag, stamp, install.log, install.conf, install.home],
    timeoutMillis: 10 * 60_000,
    next: 'The node is stopped on the new release, and nothing was put back yet: mend what is named, then retry.',
  });
  const folder = `${stateFolderOf(host.settings, task.plan)}/${tag}/rolled-back/${stamp}/new-release`;
  return outcomeOf(result, `logs and configuration of ${task.plan.to} on ${name} are kept in ${folder}`);
}
