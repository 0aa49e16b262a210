import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { foldersOfNode } from '../hosts/folders-of-node.ts';
import { releaseFolder } from '../hosts/release-folder.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

/** Without these no node starts as what it was; others a release makes by itself. */
const needed = ['data', 'commitlog', 'hints'];
/** A copy takes as long as the data are large; the node is stopped meanwhile. */
const limitMillis = 12 * 3_600_000;

/**
 * Makes the folders of data that lie inside the old release those of the new one, so that both releases' names lead to
 * the same files: whoever goes back finds them. What is copied stays beside as it was; nothing is deleted.
 * @throws RingliftError PreconditionChanged, DiskFull
 */
export async function carryData(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { settings } = host;
  const { name, install } = settings;
  const way = install.carryData;
  const { texts } = await readConfiguration(context, host, install.conf);
  const inside = foldersOfNode(settings, texts['cassandra.yaml'] ?? '').flatMap(({ role, path }) =>
    path?.startsWith(`${install.home}/`) ? [{ role, path }] : [],
  );
  if (way === undefined || inside.length === 0)
    return { outcome: 'alreadyDone', says: `${name} has no data inside its release` };
  context.say(`carrying ${inside.length} folders: ${way}`);
  const { result, stdout } = await changeHost(context, task, host, 'carry-data', {
    step: 'carryData',
    args: [
      ...[task.plan.tag, way, install.conf, install.home, install.releases],
      releaseFolder(settings, task.plan.to),
      ...inside.map(({ role, path }) => (needed.includes(role) ? path : `+${path}`)),
    ],
    timeoutMillis: limitMillis,
    next: 'The node is stopped and nothing was deleted: mend what is named, then retry.',
  });
  const asides = [...stdout.matchAll(/^aside (.+)$/gm)].map(([, path]) => path);
  const says = `${inside.length} folders of ${name} are those of ${task.plan.to} too (${way})`;
  const aside = `; copies of an earlier attempt that differ by now were set aside, yours to delete: ${asides.join(', ')}`;
  return outcomeOf(result, asides.length === 0 ? says : says + aside);
}
