import { RingliftError } from '../../knowledge/errors.ts';
import type { ActivityContext } from '../activity-context.ts';
import { exitCodes } from '../hosts/exit-codes.ts';
import type { Host } from '../hosts/host.ts';

const limitMillis = 10 * 60_000;

/**
 * Lines of list-sstables for all data folders of a node: `live SIZE INODE PATH`, `kept SIZE INODE PATH`, `new PATH`.
 * @param tag of the snapshot whose files are listed besides; null: none
 * @throws RingliftError DataFolderChanged or CommandFailed: a part is never taken for the whole
 */
export async function listSSTables(
  context: ActivityContext,
  host: Host,
  tag: string | null,
  folders: readonly string[],
): Promise<string[]> {
  const { exitCode, stdout, stderr } = await host.run('list-sstables', {
    args: [tag ?? '-', ...folders],
    timeoutMillis: limitMillis,
    maxOutputBytes: 256 * 2 ** 20,
    signal: context.signal,
  });
  if (exitCode === 0) return stdout.split('\n');
  throw new RingliftError(exitCode === exitCodes.notAsExpected ? 'DataFolderChanged' : 'CommandFailed', {
    where: host.settings.name,
    what: 'its data folders could not be listed whole',
    expected: folders.join(', '),
    found: stderr.trim().slice(0, 500) || `exit ${exitCode}`,
    next: 'Look whether every data folder is there, mounted and readable, then retry.',
  });
}
