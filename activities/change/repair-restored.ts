import { familyOf } from '../../knowledge/cassandra/dse-release.ts';
import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, hostOf } from '../observe/host-of.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import { lookAtRollback } from '../observe/look-at-rollback.ts';
import { runRepair } from './run-repair.ts';
import { settleRepair } from './settle-repair.ts';

/**
 * The full repair that a node owes which got a restore point back: what was written since comes from replicas that were
 * not restored. Never while another release runs.
 * @throws RingliftError RepairFailed; PreconditionChanged while releases are mixed
 */
export async function repairRestored(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  const { owesRepair } = await lookAtRollback(context, task, host);
  if (!owesRepair) return { outcome: 'alreadyDone', says: `${name} owes no repair` };
  await refuseMixedReleases(context, task, name);
  const evidence = await runRepair(context, task, host, 'repairRestored');
  await settleRepair(context, task, host);
  const says = `${name} is repaired (-full -seq): it has what the replicas have that were not restored`;
  return { outcome: 'done', says, evidence };
}

/** Patch releases of one line repair each other, as they did before the upgrade. */
async function refuseMixedReleases(context: ActivityContext, task: NodeTask, where: string): Promise<void> {
  const seen = await lookAtNodes(context, task.spec, allPlannedSettings(task), () => ({
    views: ['version'],
  }));
  const releases = seen.map(({ version }) => version?.release ?? null);
  const lines = new Set(releases.map((release) => (release === null ? null : familyOf(release))));
  const isLeft = releases.every((release) => release !== null && !sameRelease(release, task.plan.to));
  if (isLeft && lines.size === 1 && !lines.has(null)) return;
  throw new RingliftError('PreconditionChanged', {
    where,
    what: 'a repair must not run while nodes run different releases',
    expected: 'every node back on its old release',
    found: seen.map((node) => `${node.name} ${node.version?.release ?? 'silent'}`).join(', '),
    next: 'Bring the others back first, then retry; or leave it out with a reason: it stays owed.',
  });
}
