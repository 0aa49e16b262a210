import { releaseOfFolder } from '../../knowledge/cassandra/release-of-folder.ts';
import { type NodeSeen, planNodeUpgrade } from '../../knowledge/procedures/node-upgrade.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodePlan } from '../../knowledge/plan.ts';
import { isUnsettled } from '../../knowledge/unsettled.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { hostOf } from './host-of.ts';
import { lookAtNode } from './look-at-node.ts';
import { lookAtRollback } from './look-at-rollback.ts';

/** Looks at one node and plans the steps that it still needs. */
export async function planNode(context: ActivityContext, task: NodeTask): Promise<NodePlan> {
  const host = await hostOf(context, task);
  const seen = await lookAtNode(
    host,
    { views: ['version'], host: true },
    {
      evidence: context.evidence,
      stateFolder: stateFolderOf(host.settings, task.plan),
      signal: context.signal,
    },
  );
  await refuseHalfBack(context, task, host);
  const facts: NodeSeen = {
    name: seen.name,
    running: seen.running === true,
    runningRelease: seen.version?.release ?? null,
    installedRelease: seen.host?.releaseInUse ? releaseOfFolder(seen.host.releaseInUse) : null,
    inHand: seen.host?.lockedBy === context.owner,
    carriesData: host.settings.install.carryData !== undefined,
    isUnsettled: isUnsettled(seen),
  };
  return planNodeUpgrade(task.plan, task.node, facts);
}

/** What a way back has half put back must be finished by one. */
export async function refuseHalfBack(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const { note } = await lookAtRollback(context, task, host);
  if (note === null) return;
  throw new RingliftError('PreconditionChanged', {
    where: host.settings.name,
    what: `its way back to ${note.release} was begun and is half done`,
    expected: 'a node that stands on one release',
    found: `the note of it (${note.way}, ${note.stamp})`,
    next: 'Finish it first: ringlift rollback, with --node for this one; then retry.',
  });
}
