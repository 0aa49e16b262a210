/**
 * A host for one test whose Cassandra came as a Debian package: real dpkg and apt on a root of their own, packages built
 * for it, whose scripts stop and start the service as debhelper makes them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type Answer, type ChangeOptions, HostBench } from './host-bench.ts';

export const hasDpkg = ['dpkg', 'dpkg-deb', 'apt-get'].every(
  (tool) => spawnSync(tool, ['--version']).status === 0,
);

export interface BuiltPackage {
  readonly name?: string;
  readonly version: string;
  readonly yaml?: string;
  readonly depends?: string;
  readonly conflicts?: string;
}

export class PackageBench extends HostBench {
  readonly root = this.path('root');
  readonly packagedHome = this.path('root/usr/share/cassandra');
  readonly packagedConf = this.path('root/etc/cassandra');
  readonly policy = this.path('root/usr/sbin/policy-rc.d');
  readonly environment: Record<string, string>;

  constructor() {
    super();
    for (const folder of ['info', 'updates', 'triggers'])
      mkdirSync(this.path('root/var/lib/dpkg', folder), { recursive: true });
    for (const folder of ['usr/sbin', 'etc/default', 'etc/init.d'])
      mkdirSync(this.path('root', folder), { recursive: true });
    for (const folder of ['lists/partial', 'cache/archives/partial', 'log'])
      mkdirSync(this.path('apt', folder), { recursive: true });
    this.write('root/var/lib/dpkg/status', '');
    this.write('root/var/lib/dpkg/available', '');
    this.write('apt/sources.list', '');
    this.write(
      'apt/apt.conf',
      [
        `Dir::State "${this.path('apt')}";`,
        `Dir::State::status "${this.path('root/var/lib/dpkg/status')}";`,
        `Dir::Cache "${this.path('apt/cache')}";`,
        `Dir::Etc::sourcelist "${this.path('apt/sources.list')}";`,
        'Dir::Etc::sourceparts "-";',
        `Dir::Log "${this.path('apt/log')}";`,
        'Acquire::AllowInsecureRepositories "true"; APT::Get::AllowUnauthenticated "true";',
        'APT::Sandbox::User "root";',
      ].join('\n'),
    );
    const options = `--force-not-root --force-script-chrootless --log=${this.path('dpkg.log')}`;
    this.program('dpkg', `exec /usr/bin/dpkg --root=${this.root} ${options} "$@"`);
    this.program('dpkg-query', `exec /usr/bin/dpkg-query --admindir=${this.path('root/var/lib/dpkg')} "$@"`);
    // As the real one: what policy-rc.d forbids is not done, and that is no failure.
    this.program(
      'invoke-rc.d',
      `if [ -x ${this.policy} ]; then ${this.policy} "$@"; [ $? -ne 101 ] || exit 0; fi\necho "$*" >>${this.path('service.log')}`,
    );
    this.environment = {
      PATH: `${this.path('bin')}:${process.env['PATH']}`,
      APT_CONFIG: this.path('apt/apt.conf'),
      ringlift_policy_file: this.policy,
      ringlift_etc: this.path('root/etc'),
    };
  }

  /** What the scripts of packages asked of the service, and were not kept from. */
  get serviceCalls(): string[] {
    return this.has('service.log') ? this.read('service.log').split('\n').filter(Boolean) : [];
  }

  /** @source apache/cassandra debian/cassandra.install and debian/rules (dh_installinit), as the lab's packages have them */
  build({ name = 'cassandra', version, yaml = '', depends, conflicts }: BuiltPackage): string {
    const folder = `packages/${name}_${version}`;
    const release = version.replace(/^\d+:/, '').replace('~', '-').replace(/-\d+$/, '');
    const lines = [
      ...[
        `Package: ${name}`,
        `Version: ${version}`,
        'Architecture: all',
        'Maintainer: the lab <lab@example.net>',
      ],
      ...(depends ? [`Depends: ${depends}`] : []),
      ...(conflicts ? [`Conflicts: ${conflicts}`, `Replaces: ${conflicts}`, `Provides: ${conflicts}`] : []),
      'Description: distributed storage system',
    ];
    this.write(`${folder}/DEBIAN/control`, `${lines.join('\n')}\n`);
    if (name === 'cassandra') {
      this.write(`${folder}/usr/share/cassandra/apache-cassandra-${release}.jar`, release);
      this.write(`${folder}/etc/cassandra/cassandra.yaml`, yaml);
      this.write(`${folder}/etc/cassandra/logback.xml`, `<configuration/> ${release}\n`);
      this.write(`${folder}/etc/default/cassandra`, `# of ${release}\n`);
      const conffiles = ['cassandra/cassandra.yaml', 'cassandra/logback.xml', 'default/cassandra'];
      this.write(`${folder}/DEBIAN/conffiles`, conffiles.map((file) => `/etc/${file}\n`).join(''));
      this.write(
        `${folder}/DEBIAN/postinst`,
        '#!/bin/sh\nset -e\ninvoke-rc.d cassandra start || exit $?\n',
        0o755,
      );
      this.write(
        `${folder}/DEBIAN/prerm`,
        '#!/bin/sh\nset -e\ninvoke-rc.d cassandra stop || exit $?\n',
        0o755,
      );
    } else {
      this.write(`${folder}/usr/bin/sstablemetadata`, release);
    }
    const file = this.path(`${name}_${version.replaceAll(':', '%3a')}_all.deb`);
    // Built again it has the same digest, whatever the hour.
    const env = { ...process.env, SOURCE_DATE_EPOCH: '1700000000' };
    execFileSync('dpkg-deb', ['-b', '--root-owner-group', this.path(folder), file], { stdio: 'ignore', env });
    return file;
  }

  /** By whoever set the host up. */
  dpkg(...args: string[]): string {
    return execFileSync(this.path('bin/dpkg'), args, {
      env: { ...process.env, ...this.environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** `install ok installed 4.1.10` */
  stateOf(name = 'cassandra'): string {
    const { stdout } = spawnSync(this.path('bin/dpkg-query'), ['-W', '-f', '${Status} ${Version}', name], {
      encoding: 'utf8',
    });
    return stdout;
  }

  /** A repository of packages, as one that is set up on the host. */
  serve(...files: readonly string[]): void {
    mkdirSync(this.path('repository'), { recursive: true });
    for (const file of files) execFileSync('cp', [file, this.path('repository')]);
    const index = files.map((file) => {
      const bytes = readFileSync(file);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const control = execFileSync('dpkg-deb', ['-f', file], { encoding: 'utf8' }).trimEnd();
      return `${control}\nFilename: ./${basename(file)}\nSize: ${bytes.length}\nSHA256: ${sha256}\n`;
    });
    this.write('repository/Packages', index.join('\n'));
    this.write('apt/sources.list', `deb [trusted=yes] file:${this.path('repository')} ./\n`);
    execFileSync('apt-get', ['update', '-q'], {
      env: { ...process.env, ...this.environment },
      stdio: 'ignore',
    });
  }

  onHost(script: string, args: readonly string[], options: ChangeOptions = {}): Promise<Answer> {
    return this.change(script, args, {
      ...options,
      environment: { ...this.environment, ...options.environment },
    });
  }

  async mustRun(script: string, args: readonly string[], options: ChangeOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.onHost(script, args, options);
    if (exitCode !== 0) throw new Error(`${script} exited ${exitCode}: ${stderr}`);
    return stdout;
  }
}

export const refused = exitCodes.notAsExpected;
