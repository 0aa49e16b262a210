/** A headless Java of Debian sid that runs on an older Debian: with sid's own C library beside it, changing no system. */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Say } from './cache-folder.ts';
import { resolveLinks } from './copy-jdk.ts';
import { findOnPath } from './find-on-path.ts';
import { installPackage } from './install-package.ts';
import { libraryFolder, patchPrograms } from './patch-programs.ts';
import { runProgram } from './run-program.ts';

export type SidJdkMajor = 8 | 11 | 21;

/** What the JVM links against: sid's Java wants a newer C library than an older Debian has. */
const libraryPackages = ['libc6', 'libgcc-s1', 'libstdc++6', 'zlib1g'];
const fallbackMirror = 'http://deb.debian.org/debian';

export function sidJdkRecipe(major: SidJdkMajor, home: string): string {
  // The programs name their loader by its absolute path, so the place is part of the recipe.
  return `openjdk-${major}-jre-headless of Debian sid, patched 1, at ${home}`;
}

/** Makes the home in a folder that will then be moved to `home`, and says where it came from. */
export async function sidJdk(major: SidJdkMajor, folder: string, home: string, say: Say): Promise<string> {
  await requirePrograms(major, say);
  const work = `${folder}.d`;
  try {
    const root = join(work, 'root');
    await mkdir(root, { recursive: true });
    const packages = [`openjdk-${major}-jre-headless`, ...libraryPackages];
    say(`apt-get downloads ${packages.join(', ')} of Debian sid, to be unpacked below ${home}`);
    for (const file of await downloadPackages(packages, work)) await runProgram('dpkg', ['-x', file, root]);
    await gatherHome(major, root, folder);
    await patchPrograms(folder, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return 'Debian sid';
}

async function requirePrograms(major: number, say: Say): Promise<void> {
  for (const program of ['apt-get', 'dpkg']) {
    if ((await findOnPath(program)) !== undefined) continue;
    const what = `Java ${major} is not installed, and ${program} is not there to get it`;
    const next = `Install a Java ${major} and set JAVA_HOME to it.`;
    throw new RingliftError('FileMissing', { where: 'this computer', what, next });
  }
  if ((await findOnPath('patchelf')) === undefined) await installPackage('patchelf', say);
}

/** By an apt that has sid as its only source and all its state in the work folder: the computer's own sees nothing. */
async function downloadPackages(packages: readonly string[], work: string): Promise<string[]> {
  const at = (name: string) => join(work, name);
  for (const name of ['lists/partial', 'archives/partial', 'packages'])
    await mkdir(at(name), { recursive: true });
  await writeFile(at('status'), '');
  await writeFile(at('sources.list'), `deb ${await debianMirror()} sid main\n`);
  const settings = {
    'Dir::Etc::sourcelist': at('sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': work,
    'Dir::State::status': at('status'),
    'Dir::State::lists': at('lists'),
    'Dir::Cache': work,
    'Dir::Cache::archives': at('archives'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const next = 'Let apt-get reach a Debian mirror, or install that Java yourself and set JAVA_HOME to it.';
  const limits = { cwd: at('packages'), timeoutMillis: 15 * 60_000, next };
  await runProgram('apt-get', [...options, '-qq', 'update'], limits);
  await runProgram('apt-get', [...options, '-qq', 'download', ...packages], limits);
  return (await readdir(at('packages')))
    .filter((file) => file.endsWith('.deb'))
    .map((file) => join(at('packages'), file));
}

/** The mirror of Debian's archive that the computer's own sources name. */
async function debianMirror(): Promise<string> {
  const args = ['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages'];
  const listed = await runProgram('apt-get', args, { timeoutMillis: 30_000 }).catch(() => undefined);
  const uris = listed?.stdout.split('\n').map((line) => /^Debian (http\S+\/debian)\/?$/.exec(line)?.[1]);
  return uris?.find((uri) => uri !== undefined) ?? fallbackMirror;
}

/** The package's home with real files for its links into /etc, and the libraries in a folder of it. */
async function gatherHome(major: number, root: string, folder: string): Promise<void> {
  const homes = join(root, 'usr', 'lib', 'jvm');
  const name = (await readdir(homes)).find((entry) => entry.startsWith(`java-${major}-openjdk-`));
  if (name === undefined) throw new RangeError(`openjdk-${major}-jre-headless has no home in usr/lib/jvm`);
  await cp(join(homes, name), folder, { recursive: true, verbatimSymlinks: true });
  await resolveLinks(folder, root);
  const libraries = join(folder, libraryFolder);
  await mkdir(libraries);
  const multiarch = join(root, 'usr', 'lib', await multiarchOf(root));
  for (const entry of await readdir(multiarch)) {
    // Dereferenced: each soname becomes a file of its own.
    if (/\.so(\.|$)/.test(entry))
      await cp(join(multiarch, entry), join(libraries, entry), { dereference: true });
  }
}

async function multiarchOf(root: string): Promise<string> {
  const folders = await readdir(join(root, 'usr', 'lib'));
  return folders.find((folder) => folder.endsWith('-linux-gnu')) ?? 'x86_64-linux-gnu';
}
