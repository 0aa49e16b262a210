import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { awaitUndisturbed } from '../observe/await-undisturbed.ts';
import { allPlannedSettings, hostOf } from '../observe/host-of.ts';
import { isBegun } from '../observe/is-begun.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import { lookAtRollback } from '../observe/look-at-rollback.ts';
import { changeHost } from './change-host.ts';
import { readKeptOfUpgrade } from './read-kept-of-upgrade.ts';
import { jobIdOf } from './run-job.ts';
import { runRepair } from './run-repair.ts';
import { settleRepair } from './settle-repair.ts';

const step = 'repairNode';

/**
 * A full, sequential repair of one node. Never while two releases run: between 5.0 and 6.0 under CASSANDRA_4 nodetool
 * would even report success (measured), so that Ringlift must forbid it by itself.
 * @throws RingliftError RepairFailed; PreconditionChanged when not every node runs the target
 */
export async function repairNode(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  await refuseMixedReleases(context, task, name);
  const marker = await markerOf(context, task, host);
  const repairedAt = await readKeptOfUpgrade(context, task, host, marker);
  if (repairedAt !== '') {
    return {
      outcome: 'alreadyDone',
      says: `${name} was repaired in this upgrade already, until ${repairedAt}`,
    };
  }
  if (!(await isBegun(context, task, host, jobIdOf(task, step)))) await awaitUndisturbed(context, task);
  const primaryRange = await isPrimaryEnough(context, task, host);
  const release = task.plan.to;
  const evidence = await runRepair(context, task, host, { step, release, primaryRange });
  await changeHost(context, task, host, 'keep-file', {
    step: 'keepRepaired',
    args: [task.plan.tag, marker],
    input: `${new Date().toISOString()}\n`,
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
  // A node that went back by a restore point earlier, and was upgraded again since.
  await settleRepair(context, task, host);
  return { outcome: 'done', says: `${name} is repaired (-full -seq${primaryRange ? ' -pr' : ''})`, evidence };
}

/**
 * Where every node repairs its primary range, every range is repaired once. That of a node which stays down would be left
 * out, and one that owes a repair since it went back must have all of its own.
 */
async function isPrimaryEnough(context: ActivityContext, task: NodeTask, host: Host): Promise<boolean> {
  if (task.spec.repair.primaryRange !== true || task.plan.down?.length) return false;
  return !(await lookAtRollback(context, task, host)).owesRepair;
}

async function refuseMixedReleases(context: ActivityContext, task: NodeTask, name: string): Promise<void> {
  const seen = await lookAtNodes(context, task.spec, allPlannedSettings(task), () => ({
    views: ['version'],
  }));
  const others = seen.filter(({ version }) => !version || !sameRelease(version.release, task.plan.to));
  if (others.length === 0) return;
  throw new RingliftError('PreconditionChanged', {
    where: name,
    what: 'a repair must not run while nodes run different releases',
    expected: `${task.plan.to} on every node`,
    found: others.map((node) => `${node.name} ${node.version?.release ?? 'silent'}`).join(', '),
    next: 'Bring those nodes to the target first, then retry; or skip the repair with a reason.',
  });
}

/**
 * The file that says on the host that the node was repaired. It bears the moment of the restore point, which is made
 * anew each time that the node leaves its old release: a node that went back is repaired again. A node that was brought
 * to the target by hand has none, and is repaired once in each run of the upgrade.
 */
async function markerOf(context: ActivityContext, task: NodeTask, host: Host): Promise<string> {
  const made = await readKeptOfUpgrade(context, task, host, 'restore-point/complete');
  const since = made === '' ? `run-${context.request.split('/')[0]}` : made;
  return `repaired.${since.replaceAll(/[^\w.:-]/g, '_')}`;
}
