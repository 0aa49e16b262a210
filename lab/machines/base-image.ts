/** The file system that all machines share below their own: a small Debian with sshd, sudo, an init and a JRE 17. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, type Say } from '../toolchain/cache-folder.ts';
import { withLock } from '../toolchain/held-lock.ts';
import { mustRun } from './host-command.ts';
import { packageSourceOfThisComputer, type PackageSource } from './package-source.ts';

/** Java of every machine, whatever the processor: a link that the image's recipe makes. */
export const imageJava = 17;
export const imageJavaHome = '/usr/lib/jvm/java-17';

const packages = [
  ...['sysvinit-core', 'init-system-helpers', 'openssh-server', 'sudo', 'openjdk-17-jre-headless'],
  ...['procps', 'psmisc', 'iproute2'],
];

/** Runlevel 2 from the first second: what the early boot scripts set up in life is set up from outside. */
const inittab = [
  'id:2:initdefault:',
  ...['0', '2', '6'].map((n) => `l${n}:${n}:wait:/etc/init.d/rc ${n}`),
  '',
].join('\n');

const recipe = `set -e
apt-get clean
rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /var/cache/debconf/*-old
rm -f /etc/ssh/ssh_host_* /etc/machine-id
ln -s "$(dirname "$(dirname "$(readlink -f /usr/bin/java)")")" ${imageJavaHome}
useradd --system --create-home --home-dir /var/lib/cassandra --shell /usr/sbin/nologin cassandra
useradd --create-home --shell /bin/bash ringlift
printf 'ringlift ALL=(ALL) NOPASSWD: ALL\\n' >/etc/sudoers.d/ringlift
chmod 440 /etc/sudoers.d/ringlift
install -d -o ringlift -g ringlift -m 700 /home/ringlift/.ssh
install -d -o cassandra -g cassandra /var/log/cassandra
rm -f /dev/console
ln -s null /dev/console
`;

export interface BaseImage {
  readonly folder: string;
  /** Where it came from, for people. */
  readonly from: string;
}

/** From the cache, or made by debootstrap (about a minute; the packages' signatures are checked by apt's own keys). */
export async function baseImage(say: Say, source = packageSourceOfThisComputer()): Promise<BaseImage> {
  const folder = join(cacheFolder(), 'machines', `base-${imageKey(source)}`);
  const from = `${source.mirror} ${source.suite}`;
  if (await isWhole(folder)) return { folder, from };
  return withLock(`${folder}.lock`, async () => {
    if (await isWhole(folder)) return { folder, from }; // Another process made it while this one waited.
    say(`Making the machines' base image from ${from} (once, about a minute)`);
    await rm(folder, { recursive: true, force: true });
    const draft = `${folder}.draft`;
    await rm(draft, { recursive: true, force: true });
    await build(draft, source);
    await rename(draft, folder);
    return { folder, from };
  });
}

/** Changes with everything that decides what is in the image. */
export function imageKey(source: PackageSource): string {
  return createHash('sha256')
    .update(JSON.stringify([source.suite, packages, inittab, recipe]))
    .digest('hex')
    .slice(0, 16);
}

async function build(draft: string, { mirror, suite }: PackageSource): Promise<void> {
  const root = join(draft, 'root');
  await mkdir(root, { recursive: true });
  const include = `--include=${packages.join(',')}`;
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    DEBIAN_FRONTEND: 'noninteractive',
    ...proxies(),
  };
  await mustRun(['debootstrap', '--variant=minbase', include, suite, root, mirror], {
    env,
    timeoutMillis: 900_000,
  });
  await writeFile(join(root, 'etc/inittab'), inittab);
  await mustRun(['chroot', root, 'sh', '-c', recipe]);
  await writeFile(join(draft, 'digest'), await digestOf(root));
}

/** A download through a proxy needs to be told; nothing else of the caller's environment matters. */
function proxies(): Record<string, string> {
  const told = ['http_proxy', 'https_proxy', 'no_proxy'].map(
    (name) => [name, process.env[name] ?? ''] as const,
  );
  return Object.fromEntries(told.filter(([, value]) => value !== ''));
}

async function isWhole(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'digest'))) return false;
  return (await readFile(join(folder, 'digest'), 'utf8')) === (await digestOf(join(folder, 'root')));
}

/** Of what says which packages at which versions are in, and of all files directly in /etc. */
async function digestOf(root: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'var/lib/dpkg/status')));
  for (const entry of (await readdir(join(root, 'etc'), { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.isFile()) hash.update(`${entry.name}\n`).update(await readFile(join(root, 'etc', entry.name)));
  }
  return hash.digest('hex');
}
