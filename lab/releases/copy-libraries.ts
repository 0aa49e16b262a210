/** The jars of a release of Cassandra, from Maven Central by way of mvn. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RingliftError } from '../../knowledge/errors.ts';
import { cached, type FoundThing, type Say } from '../toolchain/cache-folder.ts';
import { installPackage } from '../toolchain/install-package.ts';
import { findOnPath } from '../toolchain/find-on-path.ts';
import { runProgram } from '../toolchain/run-program.ts';
import { layoutOf, lineOf, type ReleaseVersion } from './release-line.ts';

/** Part of the goal's name, so that every machine copies the same way. */
const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

/** A folder of jars in the cache: cassandra-all of that version and all that it needs at run time. */
export async function releaseLibraries(version: ReleaseVersion, say: Say): Promise<FoundThing> {
  const artifacts = ['cassandra-all', ...layoutOf[lineOf(version)].alsoNeeds];
  return cached(
    {
      name: `libraries/cassandra-${version}`,
      recipe: `${dependencyPlugin} ${artifacts.join(' ')} ${version}`,
      make: (folder) => copyLibraries(version, artifacts, folder, say),
    },
    say,
  );
}

async function copyLibraries(
  version: ReleaseVersion,
  artifacts: readonly string[],
  folder: string,
  say: Say,
): Promise<string> {
  if ((await findOnPath('mvn')) === undefined) await installPackage('maven', say);
  const work = `${folder}.pom`;
  try {
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'pom.xml'), pomOf(version, artifacts));
    say(
      `mvn copies the jars of org.apache.cassandra:cassandra-all:${version} (a minute or two when it is new)`,
    );
    const options = ['--batch-mode', '--quiet', '--no-transfer-progress', '--strict-checksums'];
    const settings = ['-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await runProgram('mvn', [...options, `${dependencyPlugin}:copy-dependencies`, ...settings], {
      cwd: work,
      timeoutMillis: 20 * 60_000,
      next: 'Let mvn reach Maven Central, or put an official tarball into the cache folder.',
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const jars = await readdir(folder);
  const expected = `cassandra-all-${version}.jar`;
  if (!jars.includes(expected)) {
    const found = `${jars.length} other files`;
    const next = 'Run mvn by hand with the same goal and look at what it copies.';
    throw new RingliftError('FileMissing', {
      where: folder,
      what: 'mvn did not copy the release',
      expected,
      found,
      next,
    });
  }
  return `Maven Central, ${jars.length} jars`;
}

function pomOf(version: ReleaseVersion, artifacts: readonly string[]): string {
  const dependencies = artifacts.map(
    (artifact) =>
      `<dependency><groupId>org.apache.cassandra</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ringlift.lab</groupId><artifactId>libraries</artifactId><version>1</version>
  <dependencies>${dependencies.join('')}</dependencies>
</project>
`;
}
