import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { installedJdk, javaMajorOf } from '../../../lab/toolchain/jdk.ts';

const work = mkdtempSync(join(tmpdir(), 'ringlift-jdk-'));
afterAll(() => rm(work, { recursive: true, force: true }));

const { JAVA_HOME, PATH } = process.env;
afterEach(() => {
  process.env['PATH'] = PATH;
  if (JAVA_HOME === undefined) delete process.env['JAVA_HOME'];
  else process.env['JAVA_HOME'] = JAVA_HOME;
});

/** A folder of Javas, each a script that answers as that version would. */
async function javas(
  ...made: readonly { name: string; version: string; modules?: string[] }[]
): Promise<string> {
  const folder = await mkdtemp(join(work, 'ringlift-jvm-'));
  for (const { name, version, modules = ['java.base', 'java.rmi', 'jdk.naming.rmi'] } of made) {
    await mkdir(join(folder, name, 'bin'), { recursive: true });
    const listed = modules.map((module) => `${module}@${version}`).join('\\n');
    const script = `#!/bin/sh
case "$1" in
  -version) echo 'openjdk version "${version}" 2025-04-15' >&2 ;;
  --list-modules) printf '${listed}\\n' ;;
esac
`;
    await writeFile(join(folder, name, 'bin', 'java'), script, { mode: 0o755 });
  }
  delete process.env['JAVA_HOME'];
  process.env['PATH'] = '/usr/bin:/bin';
  return folder;
}

test('the major is read from the old and the new way to write a version', () => {
  expect(javaMajorOf('openjdk version "1.8.0_504"')).toBe(8);
  expect(javaMajorOf('openjdk version "11.0.33-ea" 2026-10-20')).toBe(11);
  expect(javaMajorOf('java version "21" 2023-09-19 LTS')).toBe(21);
  expect(javaMajorOf('sh: java: not found')).toBeUndefined();
});

test('a Java counts only when it says that major itself, whatever its folder is called', async () => {
  const folder = await javas(
    { name: 'java-11-openjdk', version: '21.0.3' },
    { name: 'other', version: '11.0.2' },
  );
  expect(await installedJdk(11, folder)).toMatchObject({ home: join(folder, 'other') });
});

test('a Java that lacks the RMI naming module does not count, as nodetool fails on it', async () => {
  const folder = await javas(
    { name: 'a-cut', version: '11.0.2', modules: ['java.base', 'java.rmi'] },
    { name: 'b-full', version: '11.0.2' },
  );
  expect(await installedJdk(11, folder)).toMatchObject({ home: join(folder, 'b-full') });
});

test('Java 8 is not asked for modules, which it does not have', async () => {
  const folder = await javas({ name: 'java-8', version: '1.8.0_504', modules: [] });
  expect(await installedJdk(8, folder)).toMatchObject({ home: join(folder, 'java-8') });
});

test('JAVA_HOME goes before the system folder', async () => {
  const folder = await javas({ name: 'system', version: '11.0.2' });
  const own = await javas({ name: 'own', version: '11.0.1' });
  process.env['JAVA_HOME'] = join(own, 'own');
  expect(await installedJdk(11, folder)).toEqual({ home: join(own, 'own'), from: 'JAVA_HOME' });
});

test('a Java on PATH is found by what its link points to', async () => {
  const other = await javas({ name: 'jdk', version: '11.0.2' });
  const bin = await mkdtemp(join(work, 'ringlift-bin-'));
  await symlink(join(other, 'jdk', 'bin', 'java'), join(bin, 'java'));
  process.env['PATH'] = `${bin}:/usr/bin:/bin`;
  expect(await installedJdk(11, '/nowhere')).toEqual({ home: join(other, 'jdk'), from: 'PATH' });
});

test('no Java of that major is no answer', async () => {
  expect(await installedJdk(8, await javas({ name: 'only', version: '11.0.2' }))).toBeUndefined();
});
