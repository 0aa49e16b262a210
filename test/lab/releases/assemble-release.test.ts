import { mkdir, mkdtemp, rm, utimes, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assembleRelease, assemblyRecipe } from '../../../lab/releases/assemble-release.ts';
import { releaseVersions } from '../../../lab/releases/release-line.ts';
import { digestOf } from '../../../lab/toolchain/digest-of.ts';
import { runProgram } from '../../../lab/toolchain/run-program.ts';

let work = '';
let lib = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ringlift-assemble-'));
  lib = join(work, 'lib');
  await mkdir(lib);
  for (const jar of ['cassandra-all.jar', 'jamm-0.4.0.jar'])
    await writeFile(join(lib, jar), `the bytes of ${jar}`);
});
afterAll(() => rm(work, { recursive: true, force: true }));

const contents = async (file: string) =>
  (await runProgram('tar', ['--list', '--verbose', '--gzip', `--file=${file}`])).stdout.trim().split('\n');

test('the same jars give the same bytes, whatever their times and the umask', async () => {
  await assembleRelease('5.0.9', lib, join(work, 'first.tar.gz'));
  await utimes(join(lib, 'cassandra-all.jar'), 1_000_000_000, 1_000_000_000);
  const before = process.umask(0o077);
  await assembleRelease('5.0.9', lib, join(work, 'second.tar.gz')).finally(() => process.umask(before));
  expect(await digestOf(join(work, 'second.tar.gz'))).toBe(await digestOf(join(work, 'first.tar.gz')));
});

test('another jar gives other bytes', async () => {
  await assembleRelease('4.1.10', lib, join(work, 'without.tar.gz'));
  const more = join(work, 'more');
  await mkdir(more);
  await writeFile(join(more, 'cassandra-all.jar'), 'other bytes');
  await assembleRelease('4.1.10', more, join(work, 'with.tar.gz'));
  expect(await digestOf(join(work, 'with.tar.gz'))).not.toBe(await digestOf(join(work, 'without.tar.gz')));
});

test.each(releaseVersions)(
  '%s unpacks to one folder with launchers, configuration and jars',
  async (version) => {
    const file = join(work, `${version}.tar.gz`);
    await assembleRelease(version, lib, file);
    const root = `apache-cassandra-${version}`;
    const listed = await contents(file);
    const line = (name: string) => listed.find((entry) => entry.endsWith(` ${root}/${name}`));
    expect(listed.every((entry) => entry.includes(` ${root}/`))).toBe(true);
    expect(line('bin/cassandra')).toMatch(/^-rwxr-xr-x 0\/0/);
    expect(line('bin/nodetool')).toMatch(/^-rwxr-xr-x 0\/0/);
    expect(line('conf/cassandra.yaml')).toMatch(/^-rw-r--r-- 0\/0/);
    expect(line('lib/jamm-0.4.0.jar')).toBeDefined();
    expect(line('conf/jvm.options') === undefined).toBe(!version.startsWith('3.11'));
    expect(line('conf/jvm-server.options') === undefined).toBe(version.startsWith('3.11'));
  },
);

test('no placeholder of the template is left, and the Javas are named from 5.0 on', async () => {
  for (const [version, javas] of [
    ['4.1.10', undefined],
    ['5.0.9', '11 17'],
    ['6.0-alpha2', '11 17 21'],
  ] as const) {
    const folder = await mkdtemp(join(work, 'unpacked-'));
    await assembleRelease(version, lib, join(folder, 'release.tar.gz'));
    await runProgram(
      'tar',
      ['--extract', `--file=${join(folder, 'release.tar.gz')}`, '--strip-components=1'],
      {
        cwd: folder,
      },
    );
    const script = await readFile(join(folder, 'bin', 'cassandra.in.sh'), 'utf8');
    expect(script).not.toContain('{{');
    expect(/^java_versions_supported="(.*)"$/m.exec(script)?.[1]).toBe(javas);
  }
});

test('each release has a recipe of its own, the same each time', async () => {
  const recipes = await Promise.all(releaseVersions.map(assemblyRecipe));
  expect(new Set(recipes).size).toBe(releaseVersions.length);
  expect(await Promise.all(releaseVersions.map(assemblyRecipe))).toEqual(recipes);
});
