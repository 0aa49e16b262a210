import { mkdtempSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { digestOf } from '../../../lab/toolchain/digest-of.ts';

const work = mkdtempSync(join(tmpdir(), 'ringlift-digest-of-'));
afterAll(() => rm(work, { recursive: true, force: true }));

async function tree(): Promise<string> {
  const folder = await mkdtemp(join(work, 'ringlift-digest-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'java'), 'a program', { mode: 0o755 });
  await writeFile(join(folder, 'release'), 'text');
  await symlink('bin/java', join(folder, 'java'));
  return folder;
}

test('the digest of a file is what sha256sum prints', async () => {
  const file = join(await mkdtemp(join(work, 'ringlift-digest-')), 'abc');
  await writeFile(file, 'abc');
  expect(await digestOf(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the digest of a folder is that of its copy, whatever the times', async () => {
  const folder = await tree();
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  await utimes(join(copy, 'release'), 1, 1);
  expect(await digestOf(copy)).toBe(await digestOf(folder));
});

test.each<[string, (folder: string) => Promise<unknown>]>([
  ['a changed byte', (folder) => writeFile(join(folder, 'release'), 'texT')],
  ['a new name', (folder) => rename(join(folder, 'release'), join(folder, 'released'))],
  ['a right to execute', (folder) => chmod(join(folder, 'bin', 'java'), 0o644)],
  ['an empty folder', (folder) => mkdir(join(folder, 'lib'))],
  ['a link', (folder) => symlink('release', join(folder, 'link'))],
])('%s changes the digest of a folder', async (_, change) => {
  const folder = await tree();
  const before = await digestOf(folder);
  await change(folder);
  expect(await digestOf(folder)).not.toBe(before);
});
