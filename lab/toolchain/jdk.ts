/** A Java of a given major version that runs Cassandra and its nodetool. */
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RingliftError } from '../../knowledge/errors.ts';
import { cacheFolder, cached, type Say } from './cache-folder.ts';
import { findOnPath } from './find-on-path.ts';
import { installPackage } from './install-package.ts';
import { runProgram } from './run-program.ts';
import { sidJdk, sidJdkRecipe } from './sid-jdk.ts';

export const jdkMajors = [8, 11, 17, 21] as const;
export type JdkMajor = (typeof jdkMajors)[number];

export interface FoundJdk {
  /** For JAVA_HOME: `<home>/bin/java` is there. */
  readonly home: string;
  readonly from: 'JAVA_HOME' | '/usr/lib/jvm' | 'PATH' | 'cache' | 'Debian sid' | 'apt-get';
}

const systemFolder = '/usr/lib/jvm';
/** What nodetool speaks RMI with: runtimes cut to size run the daemon but lack them. */
const nodetoolModules = ['java.rmi', 'jdk.naming.rmi'];

/**
 * The first that fits of JAVA_HOME, /usr/lib/jvm, PATH and the cache; else 17 from the computer's own packages, and
 * 8, 11 and 21, which Debian 12 does not have, from sid's, unpacked beside the system and not into it.
 */
export async function findJdk(major: JdkMajor, say: Say): Promise<FoundJdk> {
  const installed = await installedJdk(major);
  if (installed !== undefined) return installed;
  if (major === 17) {
    await installPackage('openjdk-17-jre-headless', say);
    const now = await installedJdk(major);
    if (now !== undefined) return { home: now.home, from: 'apt-get' };
    throw unusable(join(systemFolder, 'java-17-openjdk'), major);
  }
  const name = `jdks/openjdk-${major}`;
  const home = join(cacheFolder(), name);
  const found = await cached(
    { name, recipe: sidJdkRecipe(major, home), make: (folder) => sidJdk(major, folder, home, say) },
    say,
  );
  if (!(await fits(found.path, major))) throw unusable(found.path, major);
  return { home: found.path, from: found.from === 'cache' ? 'cache' : 'Debian sid' };
}

/** The first that fits of JAVA_HOME, the folder of the system's Javas, and PATH. */
export async function installedJdk(major: JdkMajor, folder = systemFolder): Promise<FoundJdk | undefined> {
  const candidates: FoundJdk[] = [];
  const { JAVA_HOME } = process.env;
  if (JAVA_HOME) candidates.push({ home: JAVA_HOME, from: 'JAVA_HOME' });
  const names: string[] = await readdir(folder).catch(() => []);
  for (const name of names.sort()) candidates.push({ home: join(folder, name), from: systemFolder });
  const onPath = await findOnPath('java');
  // PATH has a link, mostly; the home is above the bin/ of what it points to.
  if (onPath !== undefined) candidates.push({ home: dirname(dirname(await realpath(onPath))), from: 'PATH' });
  for (const candidate of candidates) {
    if (await fits(candidate.home, major)) return { ...candidate, home: await realpath(candidate.home) };
  }
  return undefined;
}

async function fits(home: string, major: JdkMajor): Promise<boolean> {
  const java = join(home, 'bin', 'java');
  try {
    const { stdout, stderr } = await runProgram(java, ['-version'], { timeoutMillis: 20_000 });
    if (javaMajorOf(stderr + stdout) !== major) return false;
    if (major === 8) return true;
    const modules = await runProgram(java, ['--list-modules'], { timeoutMillis: 20_000 });
    return nodetoolModules.every((module) => modules.stdout.includes(`${module}@`));
  } catch {
    return false; // No java there, or one that does not run here.
  }
}

/** The 8 of `openjdk version "1.8.0_504"`, the 17 of `openjdk version "17.0.15"`; undefined if it is neither. */
export function javaMajorOf(versionOutput: string): number | undefined {
  const version = /version "(?:1\.)?(\d+)/.exec(versionOutput);
  return version?.[1] === undefined ? undefined : Number(version[1]);
}

function unusable(where: string, major: JdkMajor): RingliftError {
  return new RingliftError('FileMissing', {
    where,
    what: `there is no Java ${major} that runs and has ${nodetoolModules.join(' and ')}`,
    next: `Install a full Java ${major} (a JRE is enough) and set JAVA_HOME to it.`,
  });
}
