import { RingliftError } from '../../../knowledge/errors.ts';
import type { Release } from '../../../knowledge/topology.ts';
import type { Host } from '../../hosts/host.ts';
import { askInstalled } from './ask-installed.ts';

/**
 * After one of the operator's commands ended well: its release is installed, and it is what the service will start. A
 * node must not start again on the release that it was to leave.
 * @param command as the file names it, such as `install.commands.install`
 * @throws RingliftError PreconditionChanged
 */
export async function requireInUse(
  host: Host,
  releases: { readonly release: Release; readonly former: Release },
  command: string,
  signal?: AbortSignal,
): Promise<void> {
  const { release } = releases;
  const { name, install } = host.settings;
  const { isInstalled, isInUse, inUse } = await askInstalled(host, releases, signal);
  if (isInstalled && isInUse) return;
  const changed = `the node is stopped; what ${command} did`;
  if (!isInstalled) {
    throw new RingliftError('PreconditionChanged', {
      where: name,
      what: `${command} exited 0, and install.commands.isInstalled does not find ${release}`,
      expected: 'exit 0',
      found: `exit 1; ${install.home} holds ${inUse}`,
      changed,
      next: 'Look on the node what was installed, mend the command, then retry: it is run again.',
    });
  }
  throw new RingliftError('PreconditionChanged', {
    where: name,
    what: `${command} exited 0, and another release than ${release} is what the service would start`,
    expected: `${release} in ${install.home}: the jar apache-cassandra-${release}.jar there or in lib`,
    found: inUse,
    changed,
    next: `Let ${command} put ${release} into use too, not only beside; or name the folder that the service starts from as install.home. Then retry: it is run again.`,
  });
}
