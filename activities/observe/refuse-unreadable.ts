import { lineOf } from '../../knowledge/cassandra/release-line.ts';
import { saySSTables } from '../../knowledge/cassandra/older-sstables.ts';
import { effectiveStorageMode, readsFormat } from '../../knowledge/cassandra/storage-mode.ts';
import { yamlValueOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { RestartTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { listSSTables } from '../change/list-sstables.ts';
import { sstableFormatsIn } from '../change/sstable-formats.ts';
import { dataFolders } from '../change/take-snapshot.ts';
import type { Host } from '../hosts/host.ts';
import { keptConfiguration } from './kept-configuration.ts';

/**
 * The setting of before costs nothing only while the node starts with it: in an earlier storage mode it does not, once one
 * sstable of the later one lies on its disks. The release reads commit log and hints of all of its modes.
 * @throws RingliftError RollbackRefused
 */
export async function refuseUnreadable(
  context: ActivityContext,
  task: RestartTask,
  host: Host,
): Promise<void> {
  const { change, plan } = task;
  const line = lineOf(plan.to);
  if (change.setting !== 'storageMode' || line === null) return;
  const { yaml } = await keptConfiguration(context, task, host);
  const before = effectiveStorageMode(line, yamlValueOf(yaml, 'storage_compatibility_mode'));
  const found = sstableFormatsIn(await listSSTables(context, host, null, await dataFolders(context, host)));
  const unread = Object.entries(found).filter(([format]) => !readsFormat(line, before, format));
  if (unread.length === 0) return;
  throw new RingliftError('RollbackRefused', {
    where: host.settings.name,
    what: `it can't be put back to storage mode ${before}: it has written sstables that a node in ${before} does not start with`,
    expected: `only what ${before} reads`,
    found: saySSTables(Object.fromEntries(unread)),
    next: `Mend what keeps it from serving in ${change.to}, then retry: its data is whole. Before the CMS is initialized it can also go back to its old release by its restore point (rollback with its name): writes since then come back only from other replicas.`,
  });
}
