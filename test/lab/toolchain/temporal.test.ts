import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTemporal, type TemporalSources } from '../../../lab/toolchain/temporal.ts';

let cache = '';
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'ringlift-temporal-'));
  process.env['RINGLIFT_CACHE'] = cache;
  said.length = 0;
});
afterEach(() => rm(cache, { recursive: true, force: true }));

/** Sources that all work, and note in which order they were asked. */
function sources(changes: Partial<TemporalSources> = {}): TemporalSources & { asked: string[] } {
  const asked: string[] = [];
  const noted =
    <A extends unknown[], R>(name: string, source: (...args: A) => R) =>
    (...args: A) => {
      asked.push(name);
      return source(...args);
    };
  return {
    asked,
    onPath: noted('PATH', changes.onPath ?? (() => Promise.resolve(undefined))),
    download: noted('download', changes.download ?? ((file) => writeFile(file, 'downloaded'))),
    goInstall: noted('go install', changes.goInstall ?? ((file) => writeFile(file, 'built'))),
  };
}

const refused = () => Promise.reject(new Error('the host is refused'));

test('one on PATH is taken before anything else is looked at', async () => {
  const ways = sources({ onPath: () => Promise.resolve('/usr/bin/temporal') });
  expect(await findTemporal(say, ways)).toEqual({ path: '/usr/bin/temporal', from: 'PATH' });
  expect(ways.asked).toEqual(['PATH']);
});

test('without one on PATH it is downloaded, and comes from the cache the next time', async () => {
  const first = await findTemporal(say, sources());
  expect(first.from).toBe('download');
  const ways = sources();
  expect(await findTemporal(say, ways)).toEqual({ path: first.path, from: 'cache' });
  expect(ways.asked).toEqual(['PATH']);
});

test('where the download is refused it is built, and both are said', async () => {
  const ways = sources({ download: refused });
  const { path, from } = await findTemporal(say, ways);
  expect(from).toBe('go install');
  expect(await readFile(path, 'utf8')).toBe('built');
  expect(ways.asked).toEqual(['PATH', 'download', 'go install']);
  expect(said).toContain('download: the host is refused');
  expect(said.at(-1)).toBe(`temporal: ${path} (from go install)`);
});

test('a cached one that was changed is got again', async () => {
  const { path } = await findTemporal(say, sources());
  await writeFile(path, 'tampered');
  expect((await findTemporal(say, sources())).from).toBe('download');
  expect(await readFile(path, 'utf8')).toBe('downloaded');
});

test('when no way works the error tells why of each and what to install', async () => {
  const ways = sources({ download: refused, goInstall: () => Promise.reject(new Error('there is no go')) });
  await expect(findTemporal(say, ways)).rejects.toThrow(
    /download: the host is refused; go install: there is no go.*Install Temporal's command line/,
  );
});
