import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decoded, readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench, owner } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
const names = [
  'name',
  'clock',
  'boot',
  'memory',
  'release',
  'link',
  'running',
  'jdks',
  'configuration',
  'lock',
];

test('the machine tells its name, clock, boot and memory', async () => {
  const seen = await look();
  expect(seen('name')).toBe(hostname());
  expect(Math.abs(Number(seen('clock')) - Date.now())).toBeLessThan(60_000);
  expect(seen('boot')).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  expect(Number(seen('memory'))).toBeGreaterThan(100_000);
});

test('the release in use is where the link leads', async () => {
  expect((await look())('release')).toBe(bench.old);
  unlinkSync(bench.home);
  mkdirSync(bench.home);
  const { sections } = await lookWhole();
  expect(sections['link']?.exitCode).toBe(1);
});

test('of a package the release is told by the jar in its folder', async () => {
  unlinkSync(bench.home);
  bench.write('opt/cassandra/apache-cassandra-4.1.10.jar', 'jar');
  expect((await look())('release')).toBe(`${bench.home}/apache-cassandra-4.1.10`);
});

test('of a running node it tells process, user, start, heap and executable', async () => {
  const pid = await bench.startJvm();
  const [first = '', ...rest] = (await look())('running').split('\n');
  expect(first).toMatch(new RegExp(`^${pid} ${user} \\d+$`));
  expect(Math.abs(Number(first.split(' ')[2]) * 1_000 - Date.now())).toBeLessThan(60_000);
  expect(rest).toEqual(['-Xmx64M', `${bench.jdk}/bin/java`]);
});

test('JDKs that the file names are told by their release file, or else by asking them', async () => {
  bench.write('jdk-17/bin/java', '', 0o755);
  bench.write('jdk-17/release', 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\n');
  bench.write('jdk-8/bin/java', '#!/bin/sh\necho \'openjdk version "1.8.0_402"\' >&2\n', 0o755);
  symlinkSync(bench.path('jdk-17'), bench.path('default'));
  const given = ['jdk-17', 'jdk-8', 'default', 'gone'].map((name) => bench.path(name));
  const { sections } = await lookWhole(given);
  expect(sections['jdks']?.stdout.split('\n')).toEqual(
    expect.arrayContaining([
      `${bench.path('jdk-17')} 17.0.15`,
      `${bench.path('jdk-8')} 1.8.0_402`,
      `${bench.path('default')} 17.0.15`,
    ]),
  );
  expect(sections['jdks']?.stdout).not.toContain(bench.path('gone'));
});

test('texts of the configuration come whole, other files by name, folders not at all', async () => {
  bench.write('etc/cassandra/jvm-server.options', '');
  bench.write('etc/cassandra/keystore.jks', 'secret');
  bench.write('etc/cassandra/.truststore', 'hidden, as seed 000 has it');
  bench.write('etc/cassandra/triggers/README.txt', 'x');
  const rows = (await look())('configuration')
    .split('\n')
    .map((row) => row.split(' '));
  expect(
    Object.fromEntries(rows.map(([name, content = '']) => [name, content === '!' ? '!' : decoded(content)])),
  ).toEqual({
    'cassandra.yaml': 'cluster_name: prod1\n',
    'jvm-server.options': '',
    'keystore.jks': '!',
    '.truststore': '!',
  });
});

test('a configuration that is not there is a failure of its own section', async () => {
  rmSync(bench.conf, { recursive: true });
  const { sections } = await lookWhole();
  expect(sections['configuration']).toEqual({ exitCode: 1, stdout: '', stderr: `no folder ${bench.conf}\n` });
  expect(sections['memory']?.exitCode).toBe(0);
});

test('it tells who holds the lock, and nothing where nobody does', async () => {
  expect((await look())('lock')).toBe('');
  await bench.change('lock-host', [], { fence: 3 });
  expect((await look())('lock')).toBe(`${owner}\n3`);
});

test('it changes nothing', async () => {
  const tree = () => execFileSync('find', [bench.folder, '-printf', '%p %T@ %m\n'], { encoding: 'utf8' });
  const before = tree();
  await look();
  expect(tree()).toBe(before);
});

test('read-folder gives the same listing, of any folder', async () => {
  bench.write('etc/cassandra/keystore.jks', 'secret');
  const { stdout } = await bench.run('read-folder', [bench.conf]);
  expect(stdout.trim()).toBe((await look())('configuration'));
  expect(await bench.run('read-folder', ['/nonexistent'])).toMatchObject({ exitCode: 78, stdout: '' });
});

async function lookWhole(jdks: readonly string[] = []) {
  const { stdout, exitCode } = await bench.run('look-host', [
    bench.home,
    bench.conf,
    bench.releases,
    bench.state,
    ...jdks,
  ]);
  expect(exitCode).toBe(0);
  return { sections: readSections('here', stdout, names) };
}

async function look(): Promise<(name: string) => string> {
  const { sections } = await lookWhole();
  return (name) => sections[name]?.stdout.trim() ?? '';
}
