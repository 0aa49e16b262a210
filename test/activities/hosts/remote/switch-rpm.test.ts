import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type ChangeOptions, HostBench, tag } from './host-bench.ts';
import { stamp } from './rolled-node.ts';

/** rpm goes into its root, which only root may; the packages' scripts are Lua, which needs no shell there. */
const canRun =
  process.getuid?.() === 0 &&
  ['rpm', 'rpmbuild', 'rpm2cpio', 'cpio'].every((tool) => spawnSync('which', [tool]).status === 0);
const conf = 'root/etc/cassandra/default.conf';
const old = 'cluster_name: prod1\nnum_tokens: 8 # own\n';
let bench: HostBench;

describe.skipIf(!canRun)('packages of RPM, by the real rpm', () => {
  beforeEach(() => {
    bench = new HostBench();
    mkdirSync(bench.path('root/var/lib/rpm'), { recursive: true });
    bench.program('rpm', `exec /usr/bin/rpm --root=${bench.path('root')} "$@" 2>>${bench.path('rpm.err')}`);
    rpm('-U', build('4.1.10'));
    // Its post script makes this a link of the alternatives.
    execFileSync('ln', ['-s', bench.path(conf), bench.path('root/etc/cassandra/conf')]);
    bench.write(`${conf}/cassandra.yaml`, old);
    bench.write('data/shop/nb-1-big-Data.db', 'row');
  });
  afterEach(() => bench.end());

  test('the package is installed, the merged configuration is in use behind the link, the old one lies beside', async () => {
    await ready();
    const { stdout } = await switchTo();
    expect(stdout).toContain('merged: cassandra.yaml.rpmnew');
    expect(stdout).toContain('result: done');
    expectSwitched();
    expect((await switchTo()).stdout).toBe('result: alreadyDone\n');
  });

  test('both versions in the database, as an rpm that died leaves them, are found and made one', async () => {
    await ready();
    rpm('-i', '--justdb', '--nodeps', '--force', build('5.0.9'));
    expect(versions()).toEqual(['4.1.10-1', '5.0.9-1']);
    expect((await switchTo()).stdout).toContain('result: done');
    expectSwitched();
  });

  test('the way back installs the old package with the configuration of before', async () => {
    await ready();
    await switchTo();
    bench.write(`${conf}/cassandra.yaml`, 'mended: true\n');
    const back = () =>
      onHost('switch-back-package', [
        ...['rpm', tag, stamp, link(), home(), releases(), folderOf('4.1.10')],
        ...[`${home()}/apache-cassandra-4.1.10`, '-'],
      ]);
    expect((await back()).stdout).toContain('result: done');
    expect(versions()).toEqual(['4.1.10-1']);
    expect(bench.read(`${conf}/cassandra.yaml`)).toBe(old);
    expect((await back()).stdout).toBe('result: alreadyDone\n');
  });

  test('a package that obsoletes an installed one, or wants one that is not there, is not begun with', async () => {
    rpm('-U', build('1.0', { name: 'backup-agent' }));
    const obsoleting = await stage('5.0.9', build('5.0.9', { lines: ['Obsoletes: backup-agent'] }));
    expect(obsoleting.exitCode).toBe(exitCodes.notAsExpected);
    expect(obsoleting.stderr).toContain('would change others too: Remv backup-agent');
    const wanting = await stage('5.0.10', build('5.0.10', { lines: ['Requires: nowhere-to-be-had'] }));
    expect(wanting.stderr).toContain('would not install it');
    expect(versions()).toEqual(['4.1.10-1']);
  });

  test('a pre-release is told from a release', async () => {
    expect((await stage('6.0-alpha2', build('6.0~alpha2'))).stdout).toContain(
      'cassandra 6.0~alpha2-1 cassandra.rpm',
    );
    expect((await stage('6.0.0', build('6.0~alpha2'))).stderr).toContain(
      'of version 6.0~alpha2-1, not of 6.0.0',
    );
  });
});

const home = () => bench.path('root/usr/share/cassandra');
const link = () => bench.path('root/etc/cassandra/conf');
const releases = () => bench.path('state/releases');
const folderOf = (release: string) => join(releases(), 'packages', release);

function rpm(...args: string[]): string {
  return execFileSync(bench.path('bin/rpm'), args, { encoding: 'utf8' });
}

function versions(): string[] {
  return rpm('-q', '--qf', '%{VERSION}-%{RELEASE}\n', 'cassandra').trim().split('\n').toSorted();
}

/** @source apache/cassandra redhat/cassandra.spec: %config(noreplace) of all of /etc/cassandra */
function build(version: string, { name = 'cassandra', lines = [] as string[] } = {}): string {
  const release = version.replace('~', '-');
  const top = bench.path('rpmbuild');
  const spec = [
    ...[
      `Name: ${name}`,
      `Version: ${version}`,
      'Release: 1',
      'Summary: x',
      'License: x',
      'BuildArch: noarch',
    ],
    ...['AutoReqProv: no', ...lines, '%description', 'x', '%install'],
    `mkdir -p %{buildroot}/etc/${name}/default.conf %{buildroot}/usr/share/${name}`,
    `echo 'of: ${release}' >%{buildroot}/etc/${name}/default.conf/cassandra.yaml`,
    `echo ${release} >%{buildroot}/usr/share/${name}/apache-cassandra-${release}.jar`,
    ...['%files', `/usr/share/${name}`, `%config(noreplace) /etc/${name}`, ''],
  ];
  const file = bench.write(`${name}-${version}.spec`, spec.join('\n'));
  execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${top}`, file], { stdio: 'ignore' });
  return join(top, 'RPMS/noarch', `${name}-${version}-1.noarch.rpm`);
}

function onHost(script: string, args: readonly string[], options: ChangeOptions = {}) {
  const environment = {
    PATH: `${bench.path('bin')}:${process.env['PATH']}`,
    ringlift_etc: bench.path('root/etc'),
    ringlift_policy_file: bench.path('policy-rc.d'),
  };
  return bench.change(script, args, { ...options, environment });
}

function stage(release: string, file: string) {
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  mkdirSync(`${folderOf(release)}.in`, { recursive: true });
  copyFileSync(file, join(`${folderOf(release)}.in`, digest));
  return onHost('stage-package', ['rpm', 'cassandra', release, '-', folderOf(release), digest, 'yes']);
}

async function ready(): Promise<void> {
  for (const release of ['4.1.10', '5.0.9']) {
    const { exitCode, stderr } = await stage(release, build(release));
    if (exitCode !== 0) throw new Error(stderr);
  }
  const made = await onHost('make-restore-point', [tag, link(), home(), releases(), bench.path('data')]);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  bench.write(`root/etc/cassandra/conf.${tag}/cassandra.yaml`, 'merged: true\n');
}

function switchTo() {
  return onHost('switch-package', [
    ...['rpm', tag, link(), home(), releases(), folderOf('5.0.9')],
    ...[`${home()}/apache-cassandra-5.0.9`, `${link()}.${tag}`, '-'],
  ]);
}

function expectSwitched(): void {
  expect(versions()).toEqual(['5.0.9-1']);
  expect(bench.read('root/etc/cassandra/conf/cassandra.yaml')).toBe('merged: true\n');
  expect(readFileSync(join(`${bench.path(conf)}.before-${tag}`, 'cassandra.yaml'), 'utf8')).toBe(old);
  expect(existsSync(bench.path('state/prod1/switching-package'))).toBe(false);
}
