import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RingliftError } from '../knowledge/errors.ts';

/** Keeps the whole outputs that verdicts were read from, each under its digest. */
export interface EvidenceStore {
  /** @returns `sha256:` and 64 hex digits */
  put(content: string): Promise<string>;
  /** @param digest `sha256:` and 64 hex digits, or the digits alone @throws RingliftError FileMissing for anything else */
  get(digest: string): Promise<string>;
}

/** A folder of the worker, one file for each digest in `ab/cd...`. The same content is written once. */
export function folderEvidenceStore(folder: string): EvidenceStore {
  const fileOf = (hex: string) => join(folder, hex.slice(0, 2), hex.slice(2));
  return {
    async put(content) {
      const hex = createHash('sha256').update(content).digest('hex');
      const file = fileOf(hex);
      const there = await stat(file).catch(() => null);
      if (!there) {
        await mkdir(join(folder, hex.slice(0, 2)), { recursive: true, mode: 0o700 });
        // Renamed into place, so that a worker that dies here leaves no half of it under the digest.
        const partial = `${file}.${randomUUID()}`;
        await writeFile(partial, content, { mode: 0o600 });
        await rename(partial, file);
      }
      return `sha256:${hex}`;
    },
    get: async (digest) => {
      const hex = digest.replace(/^sha256:/, '');
      // Anything else would be a path.
      if (!/^[0-9a-f]{64}$/.test(hex)) throw notADigest(digest);
      return readFile(fileOf(hex), 'utf8');
    },
  };
}

function notADigest(digest: string): RingliftError {
  return new RingliftError('FileMissing', {
    where: 'the evidence store',
    what: 'what was asked for is no digest',
    expected: '`sha256:` and 64 lower-case hex digits',
    found: digest.slice(0, 100),
    next: 'Ask by a digest that the report or a verdict names.',
  });
}

/** Digest of anything plain, with keys in order: equal values have equal digests. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex')}`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
