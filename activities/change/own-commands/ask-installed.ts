import { RingliftError } from '../../../knowledge/errors.ts';
import type { InstallSettings } from '../../../knowledge/spec/spec.ts';
import type { Release } from '../../../knowledge/topology.ts';
import type { Host } from '../../hosts/host.ts';
import { releaseFolder } from '../../hosts/release-folder.ts';
import { readSections } from '../../hosts/sections.ts';
import { wordsFor } from './words-for.ts';

const limitSeconds = 60;

export interface InstallerAnswer {
  /** What the operator's own command says. */
  readonly isInstalled: boolean;
  /** What `install.home` holds is that release: the service starts it. */
  readonly isInUse: boolean;
  /** What `install.home` holds, as the host tells. */
  readonly inUse: string;
}

/**
 * Whether a release is installed, by the operator's own command, and whether it is what the service would start.
 * Installed beside the old one is not in use.
 * @throws RingliftError CommandFailed when the command exits with neither 0 nor 1
 */
export async function askInstalled(
  host: Host,
  releases: { readonly release: Release; readonly former: Release },
  signal?: AbortSignal,
): Promise<InstallerAnswer> {
  const { name, install } = host.settings;
  const { isInstalled } = commandsOf(host);
  const { release, former } = releases;
  const { stdout } = await host.run('ask-installer', {
    args: [
      ...[String(limitSeconds), install.home, releaseFolder(host.settings, release), release, former],
      ...wordsFor(isInstalled, release, former),
    ],
    timeoutMillis: (limitSeconds + 30) * 1_000,
    signal,
  });
  const { asked, inUse } = readSections(name, stdout, ['asked', 'inUse']);
  const { exitCode = -1, stdout: said = '', stderr = '' } = asked ?? {};
  if (exitCode === 0 || exitCode === 1) {
    return {
      isInstalled: exitCode === 0,
      isInUse: inUse?.exitCode === 0,
      inUse: inUse?.stdout.trim() || 'nothing',
    };
  }
  throw new RingliftError('CommandFailed', {
    where: name,
    what: `whether ${release} is installed could not be asked: install.commands.isInstalled`,
    expected: 'exit 0 where it is, 1 where it is not',
    found: `exit ${exitCode}: ${(stderr || said).trim().slice(-500) || 'nothing was said'}`,
    next: 'Mend the command on the node, or in the file, then retry.',
  });
}

/** @throws RingliftError InvalidSpec: a file without them was refused before */
export function commandsOf({ settings }: Host): NonNullable<InstallSettings['commands']> {
  const { commands } = settings.install;
  if (commands) return commands;
  throw new RingliftError('InvalidSpec', {
    where: settings.name,
    what: 'the file has no commands that install',
    next: 'Give install.commands in the file, then start again.',
  });
}
