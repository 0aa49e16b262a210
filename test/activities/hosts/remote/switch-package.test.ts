import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tag } from './host-bench.ts';
import { PackageBench, hasDpkg, refused } from './package-bench.ts';
import { keepHost, stamp } from './rolled-node.ts';

const conf = 'root/etc/cassandra';
const old = 'cluster_name: prod1\nnum_tokens: 8 # own\n';
let bench: PackageBench;

describe.skipIf(!hasDpkg)('packages of Debian, by the real dpkg', () => {
  beforeEach(setUp);
  afterEach(() => bench.end());

  test('packages that came are checked, unpacked beside, and tried; a second time they are there', async () => {
    const said = await stage('5.0.9');
    expect(said).toContain('cassandra 5.0.9 cassandra.deb');
    expect(bench.read('state/releases/packages/5.0.9/root/etc/cassandra/cassandra.yaml')).toBe('new: true\n');
    expect(await stage('5.0.9')).toBe('result: alreadyDone\n');
    expect(bench.stateOf()).toBe('install ok installed 4.1.10');
  });

  test('a package of another release, of another digest or of another name is not taken', async () => {
    expect((await stageFile('6.0.0', build('5.0.9'))).stderr).toContain('of version 5.0.9, not of 6.0.0');
    const foreign = bench.build({ name: 'cassandra-tools', version: '5.0.9' });
    expect((await stageFile('5.0.9', foreign)).stderr).toContain('none of the packages is cassandra');
    bench.write('state/releases/packages/5.0.9.in/abc', 'something');
    const answer = await bench.onHost('stage-package', stageArgs('5.0.9', 'abc'));
    expect(answer).toMatchObject({ exitCode: refused });
    expect(answer.stderr).toContain('has sha256');
    expect(existsSync(bench.path('state/releases/packages/5.0.9'))).toBe(false);
  });

  test('a package for which apt would remove or bring another one is refused, and the node stays as it is', async () => {
    const other = bench.build({ name: 'backup-agent', version: '1.0' });
    bench.dpkg('-i', other);
    const removing = bench.build({ version: '5.0.9', yaml: 'new: true\n', conflicts: 'backup-agent' });
    const answer = await stageFile('5.0.9', removing);
    expect(answer.exitCode).toBe(refused);
    expect(answer.stderr).toContain('would change others too: Remv backup-agent');
    const needing = bench.build({ version: '5.0.10', yaml: 'new: true\n', depends: 'nowhere-to-be-had' });
    expect((await stageFile('5.0.10', needing)).stderr).toContain('would not install it');
  });

  test('installed tools belong to it: without their package nothing is staged, with it both are changed', async () => {
    bench.dpkg(
      '-i',
      bench.build({ name: 'cassandra-tools', version: '4.1.10', depends: 'cassandra (= 4.1.10)' }),
    );
    expect((await stageFile('5.0.9', build('5.0.9'))).stderr).toContain(
      'cassandra-tools is installed here too',
    );
    const tools = bench.build({ name: 'cassandra-tools', version: '5.0.9', depends: 'cassandra (= 5.0.9)' });
    expect((await stageFile('5.0.9', build('5.0.9'), tools)).stdout).toContain('result: done');
    await restorePoint();
    mergeConf();
    expect((await switchTo('5.0.9')).stdout).toContain('result: done');
    expect(bench.stateOf('cassandra-tools')).toBe('install ok installed 5.0.9');
  });

  test('from a repository comes the very version, and the one that is installed for the way back', async () => {
    bench.serve(
      build('5.0.9'),
      bench.build({ version: '4.1.10', yaml: 'cluster_name: Test Cluster\n' }),
      build('5.0.10'),
    );
    expect(await bench.mustRun('stage-package', stageArgs('5.0.9', '-', '5.0.9'))).toContain(
      'cassandra 5.0.9',
    );
    expect(await bench.mustRun('stage-package', stageArgs('4.1.10', '-', '-', 'no'))).toContain(
      'cassandra 4.1.10',
    );
    const answer = await bench.onHost('stage-package', stageArgs('5.0.7', '-', '5.0.7'));
    expect(answer.exitCode).toBe(refused);
    expect(answer.stderr).toContain('no repository of this host gives cassandra 5.0.7');
  });

  test('an old package that nobody has any more is said before anything is stopped', async () => {
    const answer = await bench.onHost('stage-package', stageArgs('4.1.10', '-', '-', 'no'));
    expect(answer).toMatchObject({ exitCode: refused });
    expect(answer.stderr).toContain('no repository of this host gives cassandra 4.1.10');
  });

  test('the packages are installed, the merged configuration is in use, and no script of theirs touched the service', async () => {
    await ready();
    const { stdout } = await switchTo('5.0.9');
    expect(stdout).toContain('result: done');
    expect(stdout).toContain('merged: cassandra.yaml.dpkg-dist');
    expectSwitched();
    expect(readFileSync(join(`${bench.packagedConf}.before-${tag}`, 'cassandra.yaml'), 'utf8')).toBe(old);
    expect((await switchTo('5.0.9')).stdout).toBe('result: alreadyDone\n');
  });

  test("an operator's own policy-rc.d is kept, and answers again afterwards", async () => {
    bench.write('root/usr/sbin/policy-rc.d', '#!/bin/sh\nexit 0\n', 0o755);
    await ready();
    await switchTo('5.0.9');
    expectSwitched();
    expect(bench.read('root/usr/sbin/policy-rc.d')).toBe('#!/bin/sh\nexit 0\n');
  });

  test('a hold is noticed and put back, and so it is on the way back', async () => {
    hold();
    await ready();
    await switchTo('5.0.9');
    expect(bench.stateOf()).toBe('hold ok installed 5.0.9');
    await switchBack();
    expect(bench.stateOf()).toBe('hold ok installed 4.1.10');
  });

  test('without a restore point, below a running process or without the merged configuration nothing is changed', async () => {
    await stage('5.0.9');
    expect((await switchTo('5.0.9')).stderr).toContain('there is no restore point');
    await restorePoint();
    expect((await switchTo('5.0.9')).stderr).toContain('the merged configuration, is not there');
    mergeConf();
    await bench.startJvm(bench.jvmWords(bench.packagedConf));
    expect((await switchTo('5.0.9')).stderr).toContain('the process runs');
    expect(bench.stateOf()).toBe('install ok installed 4.1.10');
    expect(bench.read(`${conf}/cassandra.yaml`)).toBe(old);
  });

  test.each(['unpacked', 'half-configured'])(
    'a package left %s by an attempt that died is found and finished',
    { timeout: 60_000 },
    async (state) => {
      await ready();
      await dieInDpkg(state);
      expect(bench.stateOf()).toContain(state);
      expect((await switchTo('5.0.9')).stdout).toContain('result: done');
      expectSwitched();
      expect(readFileSync(join(`${bench.packagedConf}.before-${tag}`, 'cassandra.yaml'), 'utf8')).toBe(old);
    },
  );

  test('cut off before the new package lies there, the next action finds the configuration and the policy of before', async () => {
    await ready();
    await dieInDpkg('not-yet');
    expect(existsSync(bench.policy)).toBe(true);
    await bench.onHost('lock-host', []);
    expect(existsSync(bench.policy)).toBe(false);
    expect(bench.read(`${conf}/cassandra.yaml`)).toBe(old);
    expect(existsSync(`${bench.packagedConf}.before-${tag}`)).toBe(false);
    expect((await switchTo('5.0.9')).stdout).toContain('result: done');
    expectSwitched();
  });

  test('a package tool that fails tells what it said, and leaves the configuration of before', async () => {
    await ready();
    bench.program('dpkg', 'echo "disk is on fire"; exit 1');
    const answer = await switchTo('5.0.9');
    expect(answer).toMatchObject({ exitCode: refused });
    expect(answer.stderr).toContain('the package tool exited 1: disk is on fire');
    expect(bench.read(`${conf}/cassandra.yaml`)).toBe(old);
    expect(existsSync(bench.policy)).toBe(false);
  });

  test('cut off at any of its commands it is finished by running again', { timeout: 300_000 }, async () => {
    await ready();
    const kept = keepHost(bench);
    for (let at = 1, ended = false; !ended; at += 1) {
      kept.putBack();
      ended = await bench.changeCutOff(at, 'switch-package', switchArgs('5.0.9'), {
        environment: bench.environment,
      });
      expect(await switchTo('5.0.9'), `cut off at ${at}`).toMatchObject({ exitCode: 0 });
      expectSwitched();
      if (ended) expect(at).toBeGreaterThan(8);
    }
  });

  test('the way back installs the old package again, with the configuration and the files of the service of before', async () => {
    bench.write('root/etc/default/cassandra', 'JAVA_HOME=/own\n');
    await ready();
    await switchTo('5.0.9');
    bench.write('root/etc/default/cassandra', 'JAVA_HOME=/of-the-new\n');
    bench.write(`${conf}/cassandra.yaml`, 'mended: true\n');
    expect((await switchBack()).stdout).toContain('result: done');
    expect(bench.stateOf()).toBe('install ok installed 4.1.10');
    expect(bench.read(`${conf}/cassandra.yaml`)).toBe(old);
    expect(bench.read(`${conf}/own.keystore`)).toBe('secret');
    expect(bench.read('root/etc/default/cassandra')).toBe('JAVA_HOME=/own\n');
    expect(readFileSync(`${bench.packagedConf}.${tag}.aside-${stamp}/cassandra.yaml`, 'utf8')).toBe(
      'mended: true\n',
    );
    expect(bench.serviceCalls).toEqual([]);
    expect(existsSync(bench.policy)).toBe(false);
    expect((await switchBack()).stdout).toBe('result: alreadyDone\n');
  });

  test('what a host says of its packages: versions, holds, what can be had, what stands in the way', async () => {
    hold();
    bench.serve(build('5.0.9'));
    await stage('5.0.9');
    const { stdout } = await bench.run('look-package', ['deb', 'cassandra', '5.0.9', releases()], {
      environment: bench.environment,
    });
    const told = Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [name, code, text = '-'] = line.split(' ');
        return name
          ? [[name, `${code} ${text === '-' ? '' : Buffer.from(text, 'base64').toString().trim()}`]]
          : [];
      }),
    );
    expect(told).toMatchObject({
      tools: '0 ',
      installed: '0 cassandra yes 4.1.10',
      available: '0 cassandra 5.0.9',
      kept: '0 cassandra 5.0.9',
      broken: '0 ',
      changes: '0 ',
    });
  });
});

function setUp(): void {
  bench = new PackageBench();
  bench.dpkg('-i', bench.build({ version: '4.1.10', yaml: 'cluster_name: Test Cluster\n' }));
  bench.write(`${conf}/cassandra.yaml`, old);
  bench.write(`${conf}/own.keystore`, 'secret', 0o600);
  bench.write('service.log', '');
  bench.write('data/shop/nb-1-big-Data.db', 'row');
}

const releases = () => bench.path('state/releases');
const folderOf = (release: string) => join(releases(), 'packages', release);
const build = (version: string) => bench.build({ version, yaml: 'new: true\n' });

function stageArgs(release: string, wanted: string, version = '-', tried = 'yes'): string[] {
  return ['deb', 'cassandra', release, version, folderOf(release), wanted, tried];
}

async function stageFile(release: string, ...files: readonly string[]) {
  const digests = files.map((file) => {
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
    mkdirSync(`${folderOf(release)}.in`, { recursive: true });
    copyFileSync(file, join(`${folderOf(release)}.in`, digest));
    return digest;
  });
  return bench.onHost('stage-package', stageArgs(release, digests.join(' ')));
}

async function stage(release: string): Promise<string> {
  const yaml = release === '4.1.10' ? 'cluster_name: Test Cluster\n' : 'new: true\n';
  const { exitCode, stdout, stderr } = await stageFile(release, bench.build({ version: release, yaml }));
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

function restorePoint(): Promise<string> {
  return bench.mustRun('make-restore-point', [
    ...[tag, bench.packagedConf, bench.packagedHome, releases()],
    bench.path('data'),
  ]);
}

function mergeConf(): void {
  bench.write(`root/etc/cassandra.${tag}/cassandra.yaml`, 'merged: true\n');
  bench.write(`root/etc/cassandra.${tag}/own.keystore`, 'secret', 0o600);
}

async function ready(): Promise<void> {
  await stage('4.1.10');
  await stage('5.0.9');
  await restorePoint();
  mergeConf();
}

function switchArgs(release: string): string[] {
  return [
    ...['deb', tag, bench.packagedConf, bench.packagedHome, releases(), folderOf(release)],
    ...[`${bench.packagedHome}/apache-cassandra-${release}`, `${bench.packagedConf}.${tag}`, '-'],
  ];
}

const switchTo = (release: string) => bench.onHost('switch-package', switchArgs(release));

function switchBack() {
  return bench.onHost('switch-back-package', [
    ...['deb', tag, stamp, bench.packagedConf, bench.packagedHome, releases(), folderOf('4.1.10')],
    ...[`${bench.packagedHome}/apache-cassandra-4.1.10`, '-'],
  ]);
}

function hold(): void {
  bench.program('hold', `echo "cassandra hold" | ${bench.path('bin/dpkg')} --set-selections`);
  execFileSync(bench.path('bin/hold'));
}

/** The whole script dies in the midst of its dpkg, which got as far as the state. */
async function dieInDpkg(state: string): Promise<void> {
  const real = readFileSync(bench.path('bin/dpkg'), 'utf8');
  const works = {
    'not-yet': '',
    unpacked: '"$0.real" --force-confold --unpack "$5"',
    'half-configured': `"$0.real" --force-confold --unpack "$5"; sed -i '2i exit 1' ${bench.path('root/var/lib/dpkg/info/cassandra.postinst')}; "$0.real" --force-confold --configure cassandra; sed -i '2d' ${bench.path('root/var/lib/dpkg/info/cassandra.postinst')}`,
  }[state];
  bench.write('bin/dpkg.real', real, 0o755);
  bench.program('dpkg', `case "$*" in *" -i "*) ${works}\nkill -s KILL 0 ;; *) exec "$0.real" "$@" ;; esac`);
  expect((await switchTo('5.0.9')).exitCode).toBeNull();
  bench.write('bin/dpkg', real, 0o755);
}

function expectSwitched(): void {
  expect(bench.stateOf()).toBe('install ok installed 5.0.9');
  expect(bench.read(`${conf}/cassandra.yaml`)).toBe('merged: true\n');
  expect(bench.serviceCalls).toEqual([]);
  expect(existsSync(bench.policy) && bench.read('root/usr/sbin/policy-rc.d').includes('ringlift')).toBe(
    false,
  );
  expect(existsSync(bench.path('state/prod1/switching-package'))).toBe(false);
  const left = readdirSync(bench.path('root/etc')).filter((name) => name.includes('ringlift-'));
  expect(left.filter((name) => !name.includes('before-') && !name.includes('aside-'))).toEqual([]);
  expect(bench.journal.at(-1)).toMatchObject({ event: 'end', fence: 1 });
}
