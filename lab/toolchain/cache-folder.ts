/** The folder of what is slow to get: each thing has a checksum beside it, and is got again when it does not match. */
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { digestOf } from './digest-of.ts';
import { withLock } from './held-lock.ts';

/** Tells the person who waits what is going on: one line. */
export type Say = (line: string) => void;

export interface CachedThing {
  /** Name below the cache folder: `releases/apache-cassandra-5.0.9-bin.tar.gz`. */
  readonly name: string;
  /** What it is made from, in words that change whenever the thing has to be made anew. */
  readonly recipe: string;
  /** Makes a file or a folder at that path, which does not exist yet, and says where it came from. */
  readonly make: (path: string) => Promise<string>;
}

export interface FoundThing {
  readonly path: string;
  /** As digestOf gives it. */
  readonly sha256: string;
  /** `cache`, or what `make` said. */
  readonly from: string;
}

/** `$RINGLIFT_CACHE`, else `ringlift` below `$XDG_CACHE_HOME`, else below `~/.cache`. */
export function cacheFolder(): string {
  const { RINGLIFT_CACHE, XDG_CACHE_HOME } = process.env;
  return RINGLIFT_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringlift');
}

/** The thing from the cache when it is whole and of that recipe, else made, under a lock, and put there. */
export async function cached({ name, recipe, make }: CachedThing, say: Say): Promise<FoundThing> {
  const path = join(cacheFolder(), name);
  const ready = await checked(path, recipe);
  if ('sha256' in ready) return { path, sha256: ready.sha256, from: 'cache' };
  return withLock(`${path}.lock`, async () => {
    const found = await checked(path, recipe); // Another process may have made it while this one waited.
    if ('sha256' in found) return { path, sha256: found.sha256, from: 'cache' };
    say(`${name}: ${found.wrong}`);
    const temporary = partOf(path);
    try {
      await removeParts(path); // Of a process that was killed: this one has the lock, so it is no longer at work.
      const from = await make(temporary);
      const sha256 = await digestOf(temporary);
      await putInPlace(temporary, path, { sha256, recipe, from });
      return { path, sha256, from };
    } finally {
      await removeParts(path);
    }
  });
}

function partOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}

/** The unfinished thing, and what its maker put beside it under a longer name. */
async function removeParts(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(basename(partOf(path)))) continue;
    await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}

/** Forgets what was there first, so that a kill in between leaves a thing without a checksum: it is made again. */
async function putInPlace(temporary: string, path: string, checksum: Checksum): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(checksumFileOf(path), { force: true });
  // A file is replaced in one step; only a folder must go first.
  if ((await lstat(path).catch(() => undefined))?.isDirectory()) await rm(path, { recursive: true });
  await rename(temporary, path);
  const partial = `${checksumFileOf(path)}.part`;
  await writeFile(partial, `${JSON.stringify(checksum, undefined, 2)}\n`);
  await rename(partial, checksumFileOf(path));
}

interface Checksum {
  readonly sha256: string;
  readonly recipe: string;
  readonly from: string;
}

function checksumFileOf(path: string): string {
  return `${path}.checksum.json`;
}

async function checked(path: string, recipe: string): Promise<{ sha256: string } | { wrong: string }> {
  const text = await readFile(checksumFileOf(path), 'utf8').catch(() => undefined);
  if (text === undefined) return { wrong: 'not in the cache yet' };
  const noted = parsed(text);
  if (noted === undefined) return { wrong: 'its checksum file can not be read; getting it again' };
  if (noted.recipe !== recipe) return { wrong: 'it was made in another way; getting it again' };
  const sha256 = await digestOf(path).catch(() => undefined);
  if (sha256 === undefined) return { wrong: 'it is gone although its checksum is there; getting it again' };
  if (sha256 === noted.sha256) return { sha256 };
  return { wrong: `it has changed, sha256 ${sha256} instead of ${noted.sha256}; getting it again` };
}

function parsed(text: string): Partial<Checksum> | undefined {
  try {
    return JSON.parse(text) as Partial<Checksum>;
  } catch {
    return undefined;
  }
}
