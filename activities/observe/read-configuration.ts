import { RingliftError } from '../../knowledge/errors.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { filesIn } from './look-at-host.ts';

export interface ConfigurationFiles {
  /** File name to text. */
  readonly texts: Readonly<Record<string, string>>;
  /** Files that hold no configuration text, such as key stores: carried over as they are. */
  readonly others: readonly string[];
}

/** All files of one configuration folder. @throws RingliftError FileMissing when there is no such folder */
export async function readConfiguration(
  context: ActivityContext,
  host: Host,
  folder: string,
): Promise<ConfigurationFiles> {
  const answer = await host.run('read-folder', {
    args: [folder],
    timeoutMillis: 60_000,
    signal: context.signal,
  });
  const { configuration, otherFiles } = filesIn(answer.stdout.trim());
  if (answer.exitCode === 0) return { texts: configuration, others: otherFiles };
  throw new RingliftError('FileMissing', {
    where: host.settings.name,
    what: 'a configuration folder could not be read',
    expected: folder,
    found: answer.stderr.trim() || `exit ${answer.exitCode}`,
    next: 'Check install.conf, then retry.',
  });
}
