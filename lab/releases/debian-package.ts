/** A real package of Debian made from a release's tarball, laid out as Apache's: its scripts start and stop the service. */
import { chmod, cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initScript } from '../cluster/init-script.ts';
import { unpack } from '../cluster/unpack.ts';
import { digestOf } from '../toolchain/digest-of.ts';
import { runProgram } from '../toolchain/run-program.ts';
import type { ReleaseVersion } from './release-line.ts';

export interface DebianPackageOptions {
  readonly version: ReleaseVersion;
  readonly tarball: string;
  /** JDK that its init script starts Cassandra on, unless /etc/default/cassandra says another. */
  readonly javaHome: string;
  /** Where the package is put; exists. */
  readonly folder: string;
}

export interface DebianPackage {
  readonly file: string;
  readonly sha256: string;
}

/**
 * Writes `cassandra_<version>_all.deb`.
 * @source apache/cassandra debian/cassandra.install, debian/cassandra.postinst and debian/rules (dh_installinit): all of
 *   /etc/cassandra and the init script are conffiles; postinst starts the service, prerm stops it, both by invoke-rc.d
 */
export async function debianPackage(options: DebianPackageOptions): Promise<DebianPackage> {
  const { version, tarball, javaHome, folder } = options;
  const debianVersion = version.replace('-', '~');
  const root = join(folder, `cassandra_${debianVersion}.d`);
  const home = join(root, 'usr/share/cassandra');
  try {
    await rm(root, { recursive: true, force: true });
    for (const each of ['usr/share', 'usr/bin', 'usr/sbin', 'etc/init.d', 'DEBIAN'])
      await mkdir(join(root, each), { recursive: true });
    const release = await unpack(tarball, join(root, 'unpacked'));
    await rename(join(root, 'unpacked', release), home);
    await rm(join(root, 'unpacked'), { recursive: true });
    await nameJar(home, version);
    await cp(join(home, 'conf'), join(root, 'etc/cassandra'), { recursive: true });
    await rm(join(home, 'conf'), { recursive: true });
    await symlink('/etc/cassandra', join(home, 'conf'));
    await program(root, 'usr/bin/nodetool', '#!/bin/sh\nexec /usr/share/cassandra/bin/nodetool "$@"\n');
    await program(root, 'usr/sbin/cassandra', '#!/bin/sh\nexec /usr/share/cassandra/bin/cassandra "$@"\n');
    const service = { home: '/usr/share/cassandra', javaHome, logs: '/var/log/cassandra' };
    await program(root, 'etc/init.d/cassandra', initScript(service));
    await writeControl(root, debianVersion);
    const file = join(folder, `cassandra_${debianVersion}_all.deb`);
    await runProgram('dpkg-deb', ['--build', '--root-owner-group', '-Zgzip', '-z1', root, file], {
      timeoutMillis: 300_000,
      next: 'Install dpkg, and see that the folder has half a gigabyte free.',
    });
    return { file, sha256: await digestOf(file) };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** As released, the jar of the release bears its name, beside the folder of the others. */
async function nameJar(home: string, version: ReleaseVersion): Promise<void> {
  const name = `apache-cassandra-${version}.jar`;
  const made = join(home, 'lib', `cassandra-all-${version}.jar`);
  await rename(made, join(home, 'lib', name)).catch((error: NodeJS.ErrnoException) => {
    // The official tarball names it so already.
    if (error.code !== 'ENOENT') throw error;
  });
  await symlink(`lib/${name}`, join(home, name));
}

async function program(root: string, name: string, text: string): Promise<void> {
  await writeFile(join(root, name), text);
  await chmod(join(root, name), 0o755);
}

async function writeControl(root: string, version: string): Promise<void> {
  const control = [
    ...['Package: cassandra', `Version: ${version}`, 'Architecture: all', 'Section: misc'],
    ...[
      'Maintainer: the lab <lab@example.net>',
      'Description: distributed storage system for structured data',
      '',
    ],
  ];
  await writeFile(join(root, 'DEBIAN/control'), control.join('\n'));
  const files = (await filesBelow(join(root, 'etc/cassandra'))).map((name) => `/etc/cassandra/${name}`);
  await writeFile(join(root, 'DEBIAN/conffiles'), [...files, '/etc/init.d/cassandra', ''].join('\n'));
  await program(root, 'DEBIAN/postinst', `#!/bin/sh\nset -e\n${start}`);
  await program(root, 'DEBIAN/prerm', `#!/bin/sh\nset -e\n${stop}`);
}

const start = `[ "$1" = configure ] || exit 0
update-rc.d cassandra defaults >/dev/null
invoke-rc.d cassandra start || exit $?
`;
const stop = 'invoke-rc.d cassandra stop || exit $?\n';

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}
