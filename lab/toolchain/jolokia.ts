/** The Jolokia agent for a JVM, from Maven Central by way of mvn. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, type FoundThing, type Say } from './cache-folder.ts';
import { digestOf } from './digest-of.ts';
import { findOnPath } from './find-on-path.ts';
import { installPackage } from './install-package.ts';
import { runProgram } from './run-program.ts';

/** The newest of 2.x; it needs Java 11. */
export const jolokiaVersion = '2.6.0';
const jar = `jolokia-agent-jvm-${jolokiaVersion}-javaagent.jar`;
const sha256 = '95c2c1230970ac0ad71b9cb556b8a55c4c6008e9ffd7745be7797f477120b6ae';
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

export async function jolokiaAgent(say: Say): Promise<FoundThing> {
  const artifact = `org.jolokia:jolokia-agent-jvm:${jolokiaVersion}:jar:javaagent`;
  return cached(
    {
      name: `agents/${jar}`,
      recipe: `${copy} ${artifact} ${sha256}`,
      make: (file) => get(artifact, file, say),
    },
    say,
  );
}

async function get(artifact: string, file: string, say: Say): Promise<string> {
  if ((await findOnPath('mvn')) === undefined) await installPackage('maven', say);
  const folder = `${file}.d`;
  try {
    await mkdir(folder, { recursive: true });
    const options = ['--batch-mode', '--quiet', '--no-transfer-progress', '--strict-checksums'];
    await runProgram('mvn', [...options, copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], {
      cwd: folder,
      timeoutMillis: 10 * 60_000,
      next: 'Let mvn reach Maven Central.',
    });
    const found = await digestOf(join(folder, jar));
    if (found !== sha256) throw new Error(`${jar} has sha256 ${found}, expected is ${sha256}`);
    await rename(join(folder, jar), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 'Maven Central';
}
