import { RingliftError } from '../../knowledge/errors.ts';
import { unreadSystemTables } from '../../knowledge/cassandra/unread-system-tables.ts';
import type { WayBackKind } from '../../knowledge/ledger.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { BackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';
import { foldersOfNode } from '../hosts/folders-of-node.ts';

const needed = ['data', 'commitlog', 'hints'];
const known = [...needed, 'saved_caches'];

/**
 * Makes the files of a stopped node what its old release starts on. What is live is set aside beside its folder, what
 * comes back are hard links of the restore point or of the snapshot, which stay whole.
 * @throws RingliftError DataFolderChanged, PreconditionChanged, DiskFull
 */
export async function putBackData(context: ActivityContext, task: BackTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  const { way, stamp, since } = task.back;
  const { texts } = await readConfiguration(context, host, install.conf);
  const folders = foldersOfNode(host.settings, texts['cassandra.yaml'] ?? '').filter(({ role }) =>
    known.includes(role),
  );
  const named = folders.flatMap(({ role, path }) => (path === null ? [] : [[role, path]]));
  const lacking = needed.filter((role) => !named.some(([each]) => each === role));
  if (lacking.length > 0) throw foldersLacking(name, lacking);
  const tables = unreadSystemTables(task.back.release, task.plan.to);
  context.say(`putting the data back: ${way}`);
  const { result } = await changeHost(context, task, host, 'put-back-data', {
    step: 'putBackData',
    args: [
      ...[task.plan.tag, stamp, way, since ?? '-', tables.join(' ') || '-'],
      ...[install.conf, install.home, install.releases, ...named.flat()],
    ],
    timeoutMillis: 45 * 60_000,
    next: 'The node is stopped; what was live lies beside its folder under a name with "aside", nothing was deleted. Mend what is named, then retry.',
  });
  const without =
    tables.length > 0 && keepsFiles(way) ? `, but for ${tables.join(', ')} of the restore point` : '';
  // Where there is nothing to put back, there is nothing to have been put back before.
  return outcomeOf(puts(way, tables) ? result : 'done', `${name}: ${said[way]}${without}`);
}

function puts(way: WayBackKind, tables: readonly string[]): boolean {
  return way === 'binaries' ? tables.length > 0 : !['nothing', 'rebuild', 'none'].includes(way);
}

function keepsFiles(way: WayBackKind): boolean {
  return way === 'binaries' || way === 'systemSchema';
}

const said: { readonly [way in WayBackKind]: string } = {
  nothing: 'its files are those of its old release still',
  binaries: 'its files stay as they are: the old release starts on them',
  systemSchema: 'system_schema of the restore point is back, all other files stay as they are',
  restorePoint: 'the whole restore point is back, what was live lies beside it',
  snapshot: 'the snapshot is back, what was live lies beside it',
  rebuild: 'it would have to be emptied',
  none: 'there is no way back',
};

function foldersLacking(where: string, lacking: readonly string[]): RingliftError {
  return new RingliftError('DataFolderChanged', {
    where,
    what: 'its cassandra.yaml does not name all folders of its state',
    expected: 'data_file_directories, commitlog_directory and hints_directory',
    found: `nothing of ${lacking.join(', ')}`,
    changed: 'the node is stopped, its files were not touched by this',
    next: 'Look who changed the configuration in use, put the keys back, then retry.',
  });
}
