/** Makes what looks like a binary release of Cassandra from its jars and the launchers and files of template/. */
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../toolchain/project-folder.ts';
import { digestOf } from '../toolchain/digest-of.ts';
import { runProgram } from '../toolchain/run-program.ts';
import { layoutOf, lineOf, type LineLayout, type ReleaseVersion } from './release-line.ts';

const templateFolder = join(projectFolder(), 'lab', 'releases', 'template');

/** Changes whenever the same jars would give another tarball. */
export async function assemblyRecipe(version: ReleaseVersion): Promise<string> {
  const layers = layoutOf[lineOf(version)].layers;
  const digests = await Promise.all(layers.map((layer) => digestOf(join(templateFolder, layer))));
  return ['assembled 1', version, ...digests].join(' ');
}

/**
 * Writes `apache-cassandra-<version>/{bin,conf,lib}` as a tar.gz to the file, by way of a folder `<file>.d` that is
 * removed. The same libraries and template give the same bytes: names sorted, no times, no owners, fixed modes.
 */
export async function assembleRelease(
  version: ReleaseVersion,
  libFolder: string,
  file: string,
): Promise<void> {
  const staging = `${file}.d`;
  const root = `apache-cassandra-${version}`;
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(join(staging, root), { recursive: true });
    const layout: LineLayout = layoutOf[lineOf(version)];
    for (const layer of layout.layers) {
      await cp(join(templateFolder, layer), join(staging, root), { recursive: true, dereference: true });
    }
    await fillIn(join(staging, root, 'bin', 'cassandra.in.sh'), version, layout);
    await cp(libFolder, join(staging, root, 'lib'), { recursive: true, dereference: true });
    await fixModes(join(staging, root));
    await packFolder(staging, root, file);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function fillIn(file: string, version: ReleaseVersion, layout: LineLayout): Promise<void> {
  const text = await readFile(file, 'utf8');
  const supported = layout.refusesOtherJavas ? `java_versions_supported="${layout.javas.join(' ')}"` : '';
  await writeFile(file, text.replace('{{line}}', lineOf(version)).replace('{{supported}}', supported));
}

/** Folders and the two launchers 755, everything else 644, whatever the checkout and the umask made of them. */
async function fixModes(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) await fixModes(path);
    else await chmod(path, folder.endsWith('/bin') && !name.includes('.') ? 0o755 : 0o644);
  }
}

async function packFolder(parent: string, folder: string, file: string): Promise<void> {
  const anonymous = ['--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
  // Jars hardly get smaller: the fastest level is as good as the best.
  const args = ['--create', '--sort=name', '--format=gnu', ...anonymous, '--use-compress-program=gzip -n -1'];
  await runProgram('tar', [...args, `--file=${file}`, `--directory=${parent}`, folder], {
    timeoutMillis: 300_000,
    next: 'Install GNU tar and gzip, and see that the cache folder has a gigabyte free.',
  });
}
