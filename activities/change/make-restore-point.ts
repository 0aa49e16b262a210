import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { foldersOfNode } from '../hosts/folders-of-node.ts';

/** Roles of folders that a node's state at its last moment on the old release is made of. */
const kept = ['data', 'commitlog', 'hints'];
/** Kept where they are there: a node makes them anew. */
const worthKeeping = ['saved_caches'];

/** Hard links of every live file, beside the folders: exact, free, and what a way back uses. */
export async function makeRestorePoint(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  const { texts } = await readConfiguration(context, host, install.conf);
  const named = foldersOfNode(host.settings, texts['cassandra.yaml'] ?? '');
  const folders = named.filter(({ role }) => kept.includes(role));
  const paths = folders.flatMap(({ path }) => (path === null ? [] : [path]));
  if (paths.length < kept.length) {
    throw new RingliftError('DataFolderChanged', {
      where: name,
      what: 'its cassandra.yaml does not name all folders of its state',
      expected: 'data_file_directories, commitlog_directory and hints_directory',
      found: paths.join(', ') || 'none',
      changed: 'the node is stopped, nothing was replaced',
      next: 'Start the node on its old release, name the folders explicitly, then retry.',
    });
  }
  const optional = named.filter(({ role }) => worthKeeping.includes(role));
  context.say('linking');
  const { result } = await changeHost(context, task, host, 'make-restore-point', {
    step: 'makeRestorePoint',
    args: [task.plan.tag, install.conf, install.home, install.releases, ...paths].concat(
      optional.flatMap(({ path }) => (path === null ? [] : [`+${path}`])),
    ),
    timeoutMillis: 30 * 60_000,
    next: 'Nothing was replaced on the node: mend what is named, then retry.',
  });
  return outcomeOf(result, `restore point ${task.plan.tag} of ${paths.length} folders on ${name}`);
}
