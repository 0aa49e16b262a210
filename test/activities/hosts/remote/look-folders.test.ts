import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decoded } from '../../../../activities/hosts/sections.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();

test('owner, size and file system of a folder are told', async () => {
  bench.write('data/big', 'x'.repeat(300_000));
  const [folder, disk] = await look('data', bench.path('data'));
  expect(folder).toMatchObject(['folder', 'data', user, expect.any(String), bench.path('data')]);
  expect(Number(folder?.[3])).toBeGreaterThanOrEqual(293);
  expect(disk?.[0]).toBe('disk');
  expect(Number(disk?.[1])).toBeGreaterThan(Number(disk?.[2]));
  expect(disk?.slice(3)).toEqual([mountOf('data'), bench.path('data')]);
});

test('a folder with blanks in its name is told', async () => {
  mkdirSync(bench.path('my data'));
  const [folder] = await look('hints', bench.path('my data'));
  expect(folder?.at(-1)).toBe(bench.path('my data'));
});

test('behind a symlink it is the folder that counts, not the link', async () => {
  bench.write('mnt/big', 'x'.repeat(300_000));
  symlinkSync(bench.path('mnt'), bench.path('data'));
  const [folder] = await look('data', bench.path('data'));
  expect(Number(folder?.[3])).toBeGreaterThanOrEqual(293);
});

test.skipIf(process.getuid?.() !== 0)(
  "behind a symlink it is the folder's owner that counts (needs root for chown)",
  async () => {
    mkdirSync(bench.path('mnt'));
    execFileSync('chown', ['daemon', bench.path('mnt')]);
    symlinkSync(bench.path('mnt'), bench.path('data'));
    expect((await look('data', bench.path('data')))[0]?.[2]).toBe('daemon');
  },
);

test('a folder that is not there is missing, and others are told all the same', async () => {
  const rows = await look('data', bench.path('gone'), 'releases', bench.releases);
  expect(rows.map(([kind, role]) => `${kind} ${role}`)).toEqual([
    'missing data',
    'folder releases',
    expect.stringMatching(/^disk /),
  ]);
  expect(rows[0]).toEqual(['missing', 'data', '-', '-', bench.path('gone')]);
});

/** Rows of words, those that are folders decoded. */
async function look(...args: string[]): Promise<string[][]> {
  const { stdout, exitCode } = await bench.run('look-folders', args);
  expect(exitCode).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map((words) =>
      words.map((word, index) =>
        index === words.length - 1 || (words[0] === 'disk' && index === 3) ? decoded(word) : word,
      ),
    );
}

function mountOf(name: string): string {
  return execFileSync('stat', ['-c', '%m', bench.path(name)], { encoding: 'utf8' }).trim();
}

test('a mount point is told, and a symlink to one', async () => {
  symlinkSync('/proc', bench.path('link'));
  const rows = [...(await look('data', '/proc')), ...(await look('data', bench.path('link')))];
  expect(rows.filter(([kind]) => kind === 'mounted').map(([, path]) => path)).toEqual([
    '/proc',
    bench.path('link'),
  ]);
});

test('snapshots of data folders are told, newest first, each name once', async () => {
  const made = (name: string, table: string, at: string) => {
    bench.write(`data/shop/${table}/snapshots/${name}/manifest.json`, '{}');
    utimesSync(bench.path(`data/shop/${table}/snapshots/${name}`), new Date(at), new Date(at));
  };
  made('nightly one', 'cart-1', '2026-07-01T10:00:00Z');
  made('nightly one', 'orders-2', '2026-07-01T12:00:00Z');
  made('older', 'cart-1', '2026-06-01T10:00:00Z');
  // A keyspace may bear such a name.
  bench.write('data/snapshots/t-1/nb-1-big-Data.db', 'x');
  const answer = await bench.run('look-folders', ['data', bench.path('data')]);
  expect(answer.stdout.match(/^snapshot .*$/gm)).toEqual([
    expect.stringMatching(/^snapshot 1782907200\.\d+ nightly one$/),
    expect.stringMatching(/^snapshot 1780308000\.\d+ older$/),
  ]);
  expect((await bench.run('look-folders', ['hints', bench.path('data')])).stdout).not.toContain('snapshot');
});
