import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTemporalBinary } from '../../worker/temporal-binary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-binary-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(path: string, mode = 0o755): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

test('the named program wins over PATH, and PATH over the cache', () => {
  const cached = program('cache/bin/temporal-1.5.1');
  program('cache/bin/temporal-1.5.1.checksum.json');
  const onPath = program('path/temporal');
  const named = program('mine');
  const environment = { RINGLIFT_CACHE: join(folder, 'cache'), PATH: `/nonexistent:${dirname(onPath)}` };
  expect(findTemporalBinary({ ...environment, RINGLIFT_TEMPORAL: named })).toBe(named);
  expect(findTemporalBinary(environment)).toBe(onPath);
  expect(findTemporalBinary({ ...environment, PATH: '/nonexistent' })).toBe(cached);
});

test('a folder or a file without the right to run it is passed over', () => {
  program('path/temporal', 0o644);
  mkdirSync(join(folder, 'cache', 'temporal'), { recursive: true });
  const cached = program('cache/temporal/temporal');
  expect(findTemporalBinary({ PATH: join(folder, 'path'), RINGLIFT_CACHE: join(folder, 'cache') })).toBe(
    cached,
  );
});

test('without one, the error says where it was looked for and how to get it', () => {
  const environment = { PATH: '/nonexistent', XDG_CACHE_HOME: folder };
  expect(() => findTemporalBinary(environment)).toThrow(
    expect.objectContaining({
      name: 'FileMissing',
      message: expect.stringMatching(
        new RegExp(`${folder}/ringlift.*go install .*RINGLIFT_TEMPORAL`),
      ) as string,
    }),
  );
});

test('a wrong RINGLIFT_TEMPORAL is refused, not replaced by another that happens to be there', () => {
  program('path/temporal');
  const environment = { PATH: join(folder, 'path'), RINGLIFT_TEMPORAL: join(folder, 'mistyped') };
  expect(() => findTemporalBinary(environment)).toThrow(/RINGLIFT_TEMPORAL names .*mistyped/);
});
