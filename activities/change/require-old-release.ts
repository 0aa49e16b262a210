import { familyOf } from '../../knowledge/cassandra/dse-release.ts';
import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings } from '../observe/host-of.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';

/**
 * A repair of nodes that all run the release that the upgrade leaves. Patch releases of one line repair each other, as
 * they do from day to day.
 * @param expected what should be, and `next` what a person does about it, for the error
 * @returns what they run, of patch releases one
 * @throws RingliftError PreconditionChanged while one runs the target, another line, or does not tell
 */
export async function requireOldRelease(
  context: ActivityContext,
  task: ClusterTask,
  where: string,
  { expected, next }: { readonly expected: string; readonly next: string },
): Promise<Release> {
  const seen = await lookAtNodes(context, task.spec, allPlannedSettings(task), () => ({
    views: ['version'],
  }));
  const releases = seen.map(({ version }) => version?.release ?? null);
  const lines = new Set(releases.map((release) => (release === null ? null : familyOf(release))));
  const isLeft = releases.every((release) => release !== null && !sameRelease(release, task.plan.to));
  const [first] = releases;
  if (isLeft && lines.size === 1 && !lines.has(null) && first) return first;
  throw new RingliftError('PreconditionChanged', {
    where,
    what: 'a repair must not run while nodes run different releases',
    expected,
    found: seen.map((node) => `${node.name} ${node.version?.release ?? 'silent'}`).join(', '),
    next,
  });
}
