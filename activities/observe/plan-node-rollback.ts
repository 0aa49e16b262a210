import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeWayBack } from '../../knowledge/ledger.ts';
import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { planNodeRollback as planSteps } from '../../knowledge/procedures/node-rollback.ts';
import { requireConsent } from '../../knowledge/procedures/require-consent.ts';
import { compareWaysBack } from '../../knowledge/reversibility/make-ledger.ts';
import { lossOf } from '../../knowledge/reversibility/loss.ts';
import type { BackTo, NodeRollbackPlan } from '../../knowledge/rollback-plan.ts';
import type { NodeRollbackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { releaseFolder } from '../hosts/release-folder.ts';
import { allPlannedSettings, hostOf } from './host-of.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import { type WaysBack, lookAtWaysBack } from './look-at-ledger.ts';
import { type RollbackSigns, lookAtRollback } from './look-at-rollback.ts';

/**
 * Looks at one node and plans what its way back still takes. What was begun is gone on with; what is begun now is judged
 * from what lies on the disks now, whatever the plan of the cluster said of it.
 * @throws RingliftError RollbackRefused when there is no way back; ConsentMissing when something is lost by it that nobody
 *   consented to
 */
export async function planNodeRollback(
  context: ActivityContext,
  task: NodeRollbackTask,
): Promise<NodeRollbackPlan> {
  const host = await hostOf(context, task);
  const signs = await lookAtRollback(context, task, host);
  const observations = await lookAtNodes(context, task.spec, allPlannedSettings(task), () => ({
    views: ['version', 'cms'],
    host: true,
    cql: true,
  }));
  const seen = observations.find(({ node }) => node === task.node);
  const note = isOvertaken(task, signs, seen) ? null : signs.note;
  const back = note ?? (await decide(context, task, host, signs, observations));
  const { release, folder, way, stamp, since } = back;
  return planSteps(
    task.node,
    task.plan.to,
    { release, folder, way, stamp, since },
    {
      name: host.settings.name,
      running: seen?.running === true,
      runningRelease: seen?.version?.release ?? null,
      serving: seen?.cql?.answers === true,
      installedFolder: seen?.host?.releaseInUse ?? null,
      inHand: seen?.host?.lockedBy === context.owner,
      named: task.named === true,
      begun: note !== null,
    },
  );
}

/**
 * The new release was started again, by whomever, on files that were put back for the old one: they are not those any
 * more. The restore point is whole still, so that the way back begins anew.
 */
function isOvertaken({ plan }: NodeRollbackTask, signs: RollbackSigns, seen?: NodeObservation): boolean {
  const runs = seen?.version?.release;
  return signs.isPutBack && seen?.running === true && runs !== undefined && sameRelease(runs, plan.to);
}

async function decide(
  context: ActivityContext,
  task: NodeRollbackTask,
  host: Host,
  signs: RollbackSigns,
  observations: readonly NodeObservation[],
): Promise<BackTo> {
  const found = await lookAtWaysBack(context, task, observations);
  const way = found.ways.find(({ node }) => node === task.node);
  if (!way) throw refused(host, 'it was not looked at', 'Plan again.');
  if (way.kind === 'none') throw refused(host, way.says, `Stay on ${task.plan.to} and mend forward.`);
  if (way.kind === 'rebuild') {
    throw refused(host, way.says, 'Leave it as it is, or replace it by a fresh node of the old release.');
  }
  const isAgreed = task.agreed !== undefined && compareWaysBack(way.kind, task.agreed) <= 0;
  if (!isAgreed) requireConsent(host.settings.name, losesBy(way, found), task.consent);
  const release = signs.before ?? way.to;
  if (release === null) {
    throw refused(host, 'what it ran before is not known', 'Look into the folder of its restore point.');
  }
  const installed = observations.find(({ node }) => node === task.node)?.host?.releaseInUse ?? null;
  return {
    release,
    folder: formerFolder(task, host, signs, release, installed),
    way: way.kind,
    stamp: stampOf(new Date()),
    since: way.since,
  };
}

/** By this node alone, with the others as they are. */
function losesBy(way: NodeWayBack, { ways, replication }: WaysBack): string | null {
  const others = ways.filter(({ node }) => node !== way.node);
  return lossOf([way], others, replication).loses;
}

/** An upgrade that left the node before its restore point was made has not switched it either. */
function formerFolder(
  { plan }: NodeRollbackTask,
  { settings }: Host,
  { folder }: RollbackSigns,
  release: string,
  installed: string | null,
): string {
  if (folder !== null) return folder;
  const isOld = installed !== null && installed !== releaseFolder(settings, plan.to);
  return isOld ? installed : releaseFolder(settings, release);
}

/** `20261121T102732Z`. */
function stampOf(moment: Date): string {
  return moment
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
}

function refused({ settings }: Host, what: string, next: string): RingliftError {
  return new RingliftError('RollbackRefused', { where: settings.name, what, next });
}
