import type { PackageVersion, PackageView } from '../../knowledge/host-view.ts';
import { packageName } from '../change/packages/package-name.ts';
import type { Host } from '../hosts/host.ts';
import { readSections } from '../hosts/sections.ts';

const sections = ['tools', 'user', 'installed', 'available', 'kept', 'broken', 'changes'] as const;
const limitMillis = 120_000;

/** What a host says of its packages. Changes nothing. @throws RingliftError UnreadableOutput and what SSH throws */
export async function lookAtPackages(host: Host, signal?: AbortSignal): Promise<PackageView> {
  const { name, install } = host.settings;
  const { stdout } = await host.run('look-package', {
    args: [install.method, packageName(install), install.version ?? '-', install.releases],
    timeoutMillis: limitMillis,
    signal,
  });
  const found = readSections(name, stdout, sections);
  const lines = (section: (typeof sections)[number]) =>
    (found[section]?.stdout ?? '').split('\n').flatMap((line) => line.trim() || []);
  const changes = found['changes'];
  return {
    missingTools: lines('tools'),
    isRoot: lines('user')[0] === '0',
    installed: lines('installed').map(installedIn),
    available: lines('available').flatMap(versionIn),
    kept: lines('kept').flatMap(versionIn),
    broken: lines('broken'),
    changes: changes?.exitCode === 0 ? lines('changes') : null,
    said: changes?.stderr.trim() ?? '',
  };
}

/** `cassandra yes 4.1.10`, `cassandra no half 4.1.10` */
function installedIn(line: string): PackageView['installed'][number] {
  const [name = '', held = '', ...state] = line.split(' ');
  return { name, version: state.at(-1) ?? '', isWhole: state.length === 1, isHeld: held === 'yes' };
}

function versionIn(line: string): PackageVersion[] {
  const [name, version] = line.split(' ');
  return name && version ? [{ name, version }] : [];
}
