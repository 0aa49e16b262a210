import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cached, cacheFolder, type CachedThing } from '../../../lab/toolchain/cache-folder.ts';

let folder = '';
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-cache-'));
  process.env['RINGLIFT_CACHE'] = folder;
  said.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A thing that counts how often it was made. */
function thing(recipe = 'one'): CachedThing & { times: () => number } {
  let times = 0;
  const make = async (path: string) => {
    times += 1;
    await writeFile(path, `made by ${recipe}`);
    return 'the maker';
  };
  return { name: 'things/thing', recipe, make, times: () => times };
}

test('a thing is made once and then comes from the cache with the same digest', async () => {
  const wanted = thing();
  const made = await cached(wanted, say);
  const again = await cached(wanted, say);
  expect(made.from).toBe('the maker');
  expect(again).toEqual({ ...made, from: 'cache' });
  expect(wanted.times()).toBe(1);
});

test('a file that was changed behind our back is noticed and made again', async () => {
  const wanted = thing();
  const { path, sha256 } = await cached(wanted, say);
  await writeFile(path, 'tampered');
  const again = await cached(wanted, say);
  expect(again).toEqual({ path, sha256, from: 'the maker' });
  expect(await readFile(path, 'utf8')).toBe('made by one');
  expect(said.join('\n')).toMatch(/it has changed, sha256 [0-9a-f]{64} instead of/);
});

test('a file whose checksum is missing or unreadable is not trusted', async () => {
  const wanted = thing();
  const { path } = await cached(wanted, say);
  await rm(`${path}.checksum.json`);
  expect((await cached(wanted, say)).from).toBe('the maker');
  await writeFile(`${path}.checksum.json`, '{"sha256":');
  expect((await cached(wanted, say)).from).toBe('the maker');
});

test('another recipe makes the thing anew', async () => {
  await cached(thing('one'), say);
  const { path, from } = await cached(thing('two'), say);
  expect(from).toBe('the maker');
  expect(await readFile(path, 'utf8')).toBe('made by two');
});

test('a folder is made again when a program in it lost its right to be executed', async () => {
  const wanted: CachedThing = {
    name: 'jdk',
    recipe: 'folder',
    async make(path) {
      await mkdir(join(path, 'bin'), { recursive: true });
      await writeFile(join(path, 'bin', 'java'), '#!/bin/sh\n', { mode: 0o755 });
      return 'the maker';
    },
  };
  const { path } = await cached(wanted, say);
  expect((await cached(wanted, say)).from).toBe('cache');
  await chmod(join(path, 'bin', 'java'), 0o644);
  expect((await cached(wanted, say)).from).toBe('the maker');
});

test('a maker that fails half-way leaves nothing that a later call would take', async () => {
  const failing: CachedThing = {
    ...thing(),
    async make(path) {
      await writeFile(path, 'half');
      throw new Error('the network went away');
    },
  };
  await expect(cached(failing, say)).rejects.toThrow('the network went away');
  const left = (await readdir(join(folder, 'things'))).filter((name) => !name.endsWith('.lock'));
  expect(left).toEqual([]);
  expect((await cached(thing(), say)).from).toBe('the maker');
});

test('what a killed process left half-made is cleared away', async () => {
  await mkdir(join(folder, 'things', '.thing.part.d'), { recursive: true });
  await writeFile(join(folder, 'things', '.thing.part'), 'half');
  await cached(thing(), say);
  expect((await readdir(join(folder, 'things'))).sort()).toEqual([
    'thing',
    'thing.checksum.json',
    'thing.lock',
  ]);
});

test('of those who want a thing at the same time one makes it and the others get it from the cache', async () => {
  const wanted = thing();
  const found = await Promise.all([1, 2, 3].map(() => cached(wanted, say)));
  expect(wanted.times()).toBe(1);
  expect(found.map(({ from }) => from).sort()).toEqual(['cache', 'cache', 'the maker']);
});

test('the folder is RINGLIFT_CACHE, else ringlift below XDG_CACHE_HOME, else below .cache of the home folder', () => {
  expect(cacheFolder()).toBe(folder);
  delete process.env['RINGLIFT_CACHE'];
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = '/elsewhere';
  expect(cacheFolder()).toBe('/elsewhere/ringlift');
  delete process.env['XDG_CACHE_HOME'];
  expect(cacheFolder()).toMatch(/\/\.cache\/ringlift$/);
  if (before !== undefined) process.env['XDG_CACHE_HOME'] = before;
});
