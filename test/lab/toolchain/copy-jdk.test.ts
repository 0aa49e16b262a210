import { mkdtempSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyJdk, resolveLinks } from '../../../lab/toolchain/copy-jdk.ts';

const work = mkdtempSync(join(tmpdir(), 'ringlift-copy-jdk-'));
afterAll(() => rm(work, { recursive: true, force: true }));

/** A home like Debian's: its settings are links to /etc, its documentation a link to /usr/share. */
async function debianHome(root: string, etc: string): Promise<string> {
  const home = join(root, 'home');
  await mkdir(join(home, 'bin'), { recursive: true });
  await mkdir(join(home, 'conf'));
  await writeFile(join(home, 'bin', 'java'), 'the program', { mode: 0o755 });
  await symlink('java', join(home, 'bin', 'java-too'));
  await symlink(`${etc}/java.security`, join(home, 'conf', 'java.security'));
  await symlink(`${etc}/no-such-file`, join(home, 'conf', 'cacerts'));
  await symlink('../../../share/doc/openjdk', join(home, 'docs'));
  return home;
}

test('links out of the home become files, links within it stay, and those to nothing go', async () => {
  const root = await mkdtemp(join(work, 'ringlift-root-'));
  await mkdir(join(root, 'etc', 'java'), { recursive: true });
  await writeFile(join(root, 'etc', 'java', 'java.security'), 'securerandom.source=file:/dev/random');
  const home = await debianHome(root, '/etc/java');
  await resolveLinks(home, root);
  expect((await lstat(join(home, 'conf', 'java.security'))).isFile()).toBe(true);
  expect(await readFile(join(home, 'conf', 'java.security'), 'utf8')).toContain('securerandom');
  expect(await readlink(join(home, 'bin', 'java-too'))).toBe('java');
  expect([await readdir(home), await readdir(join(home, 'conf'))]).toEqual([
    ['bin', 'conf'],
    ['java.security'],
  ]);
});

test('the copy of a home needs nothing of the computer it was copied on', async () => {
  const root = await mkdtemp(join(work, 'ringlift-root-'));
  await writeFile(join(root, 'java.security'), 'settings');
  const home = await debianHome(root, root);
  const copy = join(root, 'machine', 'opt', 'java');
  await mkdir(join(root, 'machine', 'opt'), { recursive: true });
  await copyJdk(home, copy, '/opt/java');
  expect(await readFile(join(copy, 'conf', 'java.security'), 'utf8')).toBe('settings');
  expect((await lstat(join(copy, 'bin', 'java'))).mode & 0o111).toBe(0o111);
  expect((await lstat(join(home, 'conf', 'java.security'))).isSymbolicLink()).toBe(true);
});
