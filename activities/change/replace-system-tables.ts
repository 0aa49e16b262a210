import { foldersOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { keptIdentity } from './keep-identity.ts';
import { outcomeOf } from './outcome.ts';

/**
 * system.local and system.peers of DSE have columns that 3.11 does not know: it drops their sstables at its start without
 * stopping, and takes itself for a new node. So they go, below a stopped node, each file only when the restore point has it;
 * and where the operator has others prepared, those come.
 *
 * @source db/SerializationHeader.java ("Unknown column ... during deserialization"), io/sstable/format/SSTableReader.java
 *   (openAll) and db/SystemKeyspace.java (checkHealth) of 3.11.19; seed 003
 * @throws RingliftError PreconditionChanged, FileMissing
 */
export async function replaceSystemTables(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name, install } = host.settings;
  const way = task.spec.dse?.systemTables;
  if (way === undefined || (way === 'prepared' && task.spec.dse?.prepared === undefined)) {
    throw new RingliftError('PreconditionChanged', {
      where: name,
      what: 'the file does not say how the node gets its system tables',
      expected: 'dse.systemTables',
      changed: 'the node is stopped, nothing was replaced',
      next: 'Start the node on DSE, write dse.systemTables into the file, then start the upgrade anew.',
    });
  }
  // Without it the node would never be what it was: known before the first file goes.
  await keptIdentity(context, task, host);
  const { texts } = await readConfiguration(context, host, install.conf);
  const data = foldersOf(texts['cassandra.yaml'] ?? '').flatMap(({ role, path }) =>
    role === 'data' && path !== null ? [path] : [],
  );
  const { result } = await changeHost(context, task, host, 'replace-system-tables', {
    step: 'replaceSystemTables',
    args: [
      ...[task.plan.tag, install.conf, install.home, install.releases],
      way === 'prepared' ? (task.spec.dse?.prepared ?? '-') : '-',
      ...data,
    ],
    timeoutMillis: 5 * 60_000,
    next: 'The node is stopped; what was taken away lies in the restore point. Mend what is named, then retry.',
  });
  const said = { rejoin: 'are taken away', prepared: 'are the prepared ones' } as const;
  return outcomeOf(result, `system.local and system.peers of ${name} ${said[way]}`);
}
