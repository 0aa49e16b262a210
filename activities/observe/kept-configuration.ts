import { RingliftError } from '../../knowledge/errors.ts';
import type { RestartTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { turnFolderOf } from '../turn-folder.ts';
import { readConfiguration } from './read-configuration.ts';

/** The cassandra.yaml that was kept before a restart changed it. @throws RingliftError FileMissing */
export async function keptConfiguration(
  context: ActivityContext,
  task: RestartTask,
  host: Host,
): Promise<{ readonly folder: string; readonly yaml: string }> {
  const folder = `${stateFolderOf(host.settings, task.plan)}/${turnFolderOf(task)}/conf`;
  const { texts } = await readConfiguration(context, host, folder);
  const yaml = texts['cassandra.yaml'];
  if (yaml !== undefined) return { folder, yaml };
  throw new RingliftError('FileMissing', {
    where: host.settings.name,
    what: 'the cassandra.yaml of before the restart is not kept',
    expected: `${folder}/cassandra.yaml`,
    found: 'no such file',
    next: 'Put the setting back by hand, then retry.',
  });
}
