import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { awaitUndisturbed } from '../observe/await-undisturbed.ts';
import { hostOf } from '../observe/host-of.ts';
import { isBegun } from '../observe/is-begun.ts';
import { changeHost } from './change-host.ts';
import { readKeptOfUpgrade } from './read-kept-of-upgrade.ts';
import { requireOldRelease } from './require-old-release.ts';
import { jobIdOf } from './run-job.ts';
import { runRepair } from './run-repair.ts';

const step = 'repairBefore';

/**
 * A full, sequential repair of the node's primary range on the release that runs, where the file asks for it: with all
 * nodes done, every range was repaired once before the first node is changed. Once in each run of the upgrade.
 * @source seed 000, "Before you start"
 * @throws RingliftError RepairFailed; PreconditionChanged when a node is upgraded already, or of another line
 */
export async function repairBefore(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const release = await requireOldRelease(context, task, name, {
    expected: 'every node on the release that the upgrade leaves',
    next: 'A node was upgraded meanwhile, or is silent: bring it back, then retry; or skip the repair with a reason.',
  });
  const marker = `repaired-before.run-${context.request.split('/')[0]}`;
  const repairedAt = await readKeptOfUpgrade(context, task, host, marker);
  if (repairedAt !== '')
    return { outcome: 'alreadyDone', says: `${name} was repaired in this run already, until ${repairedAt}` };
  if (!(await isBegun(context, task, host, jobIdOf(task, step)))) await awaitUndisturbed(context, task);
  const evidence = await runRepair(context, task, host, { step, release, primaryRange: true });
  await changeHost(context, task, host, 'keep-file', {
    step: 'keepRepairedBefore',
    args: [task.plan.tag, marker],
    input: `${new Date().toISOString()}\n`,
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
  return { outcome: 'done', says: `${name} is repaired (-full -seq -pr) before the upgrade`, evidence };
}
