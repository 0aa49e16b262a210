/** `node dist/lab/toolchain/main.js temporal | tctl | jdk 17 | release 5.0.9 | all`: gets it, prints where it is and where from. */
import { releaseTarball } from '../releases/release-tarball.ts';
import { isReleaseVersion, releaseVersions } from '../releases/release-line.ts';
import { findJdk, jdkMajors } from './jdk.ts';
import { findTctl } from './tctl.ts';
import { findTemporal } from './temporal.ts';

const usage = `usage: main.js temporal | tctl | jdk ${jdkMajors.join('|')} | release ${releaseVersions.join('|')} | all`;
const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (what: string, path: string, from: string) =>
  process.stdout.write(`${what}: ${path} (from ${from})\n`);

async function temporal(): Promise<void> {
  const { path, from } = await findTemporal(say);
  print('temporal', path, from);
}

async function tctl(): Promise<void> {
  const { path, from } = await findTctl(say);
  print('tctl', path, from);
}

async function jdk(wanted: string): Promise<void> {
  const major = jdkMajors.find((known) => String(known) === wanted);
  if (major === undefined) throw new RangeError(usage);
  const { home, from } = await findJdk(major, say);
  print(`java ${major}`, home, from);
}

async function release(version: string): Promise<void> {
  if (!isReleaseVersion(version)) throw new RangeError(usage);
  const { file, sha256, from } = await releaseTarball(version, say);
  print(`cassandra ${version}`, file, `${from}, sha256 ${sha256}`);
}

async function main([what, which = '']: readonly string[]): Promise<void> {
  if (what === 'temporal') return temporal();
  if (what === 'tctl') return tctl();
  if (what === 'jdk') return jdk(which);
  if (what === 'release') return release(which);
  if (what !== 'all') throw new RangeError(usage);
  await temporal();
  for (const major of jdkMajors) await jdk(String(major));
  for (const version of releaseVersions) await release(version);
  await tctl();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
