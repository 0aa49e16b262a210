/** A program that this computer lacks, from its own Debian packages when that is allowed. */
import { RingliftError } from '../../knowledge/errors.ts';
import type { Say } from './cache-folder.ts';
import { findOnPath } from './find-on-path.ts';
import { runProgram } from './run-program.ts';

/** Installs it as root with apt-get; throws FileMissing, which says what to install, where that can't be done. */
export async function installPackage(name: string, say: Say): Promise<void> {
  const next = `Install the package ${name} yourself (as root: apt-get install ${name}).`;
  if (process.getuid?.() !== 0 || (await findOnPath('apt-get')) === undefined) {
    throw new RingliftError('FileMissing', {
      where: 'this computer',
      what: `${name} is not installed`,
      next,
    });
  }
  say(`apt-get installs ${name}`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMillis: 15 * 60_000, next };
  await runProgram('apt-get', ['update', '-q'], options);
  await runProgram('apt-get', ['install', '-q', '--yes', '--no-install-recommends', name], options);
}
