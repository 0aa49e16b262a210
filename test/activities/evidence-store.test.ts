import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, folderEvidenceStore } from '../../activities/evidence-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = 'what nodetool said: é\n';
const hex = createHash('sha256').update(content).digest('hex');

test('content is kept under the digest of its bytes, and found by it', async () => {
  const store = folderEvidenceStore(join(folder, 'evidence'));
  expect(await store.put(content)).toBe(`sha256:${hex}`);
  expect(await store.get(`sha256:${hex}`)).toBe(content);
});

test('the same content is written once', async () => {
  const store = folderEvidenceStore(folder);
  await Promise.all([store.put(content), store.put(content)]);
  const file = join(folder, hex.slice(0, 2), hex.slice(2));
  writeFileSync(file, 'marked');
  await store.put(content);
  expect(await store.get(`sha256:${hex}`)).toBe('marked');
  expect(readdirSync(join(folder, hex.slice(0, 2)))).toEqual([hex.slice(2)]);
});

test('only the user of the worker can read it', async () => {
  await folderEvidenceStore(folder).put(content);
  expect(statSync(join(folder, hex.slice(0, 2))).mode & 0o077).toBe(0);
  expect(statSync(join(folder, hex.slice(0, 2), hex.slice(2))).mode & 0o077).toBe(0);
});

test('what was never kept is a failure', async () => {
  await expect(folderEvidenceStore(folder).get(`sha256:${'0'.repeat(64)}`)).rejects.toThrow(/ENOENT/);
});

test.each([
  '',
  'sha256:',
  'sha256:../../etc/passwd',
  `sha256:${hex.slice(0, 8)}`,
  `sha256:${hex}0`,
  `sha256:${hex.toUpperCase()}`,
  `${hex.slice(0, 62)}/x`,
])('nothing but a whole digest is looked for: %s', async (digest) => {
  const store = folderEvidenceStore(folder);
  await store.put(content);
  await expect(store.get(digest)).rejects.toMatchObject({
    name: 'FileMissing',
    message: expect.stringContaining('is no digest'),
  });
});

test('the digits alone name it too', async () => {
  const store = folderEvidenceStore(folder);
  await store.put(content);
  expect(await store.get(hex)).toBe(content);
});

test('equal values have equal digests, whatever the order of their keys', () => {
  const one = { cluster: 'prod1', facts: ['a', 'b'], deep: { x: 1, y: null } };
  const other = { deep: { y: null, x: 1 }, facts: ['a', 'b'], cluster: 'prod1' };
  expect(digestOf(one)).toBe(digestOf(other));
  expect(digestOf(one)).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('values that differ have other digests, also in the order of a list', () => {
  const digests = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: '1' }, ['a', 'b'], ['b', 'a'], {}, [], null].map(
    digestOf,
  );
  expect(new Set(digests).size).toBe(digests.length);
});
