import { linkSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sstableFormatsIn } from '../../../../activities/change/sstable-formats.ts';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('live components and files of the snapshot come with size, inode and path', async () => {
  bench.write('data1/shop/cart-0af3/nb-1-big-Data.db', '12345');
  bench.write('data1/shop/cart-0af3/nb-1-big-TOC.txt', 'no component by its name');
  bench.write('data1/shop/cart-0af3/.by_name/nb-1-big-Data.db', '123');
  bench.write('data2/shop/cart-0af3/nb-3gll_0mtc_2ks-big-Data.db', '1');
  keep('data1/shop/cart-0af3/nb-1-big-Data.db', `data1/shop/cart-0af3/snapshots/${tag}/nb-1-big-Data.db`);
  bench.write(`data1/shop/cart-0af3/snapshots/${tag}/manifest.json`, '{}');
  bench.write('data1/shop/cart-0af3/snapshots/other/nb-9-big-Data.db', 'of another snapshot');
  bench.write('data1/shop/cart-0af3/backups/nb-8-big-Data.db', 'incremental');
  const answer = await list(tag, ['data1', 'data2']);
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  const inode = (name: string) => statSync(bench.path(name)).ino;
  const lines = answer.stdout.trim().split('\n');
  // When the one folder of the snapshot was made.
  expect(lines.filter((line) => line.startsWith('taken '))).toEqual([
    expect.stringMatching(/^taken \d+\.\d+$/),
  ]);
  expect(lines.filter((line) => !line.startsWith('taken ')).toSorted()).toEqual(
    [
      `live 5 ${inode('data1/shop/cart-0af3/nb-1-big-Data.db')} shop/cart-0af3/nb-1-big-Data.db`,
      `live 3 ${inode('data1/shop/cart-0af3/.by_name/nb-1-big-Data.db')} shop/cart-0af3/.by_name/nb-1-big-Data.db`,
      `live 1 ${inode('data2/shop/cart-0af3/nb-3gll_0mtc_2ks-big-Data.db')} shop/cart-0af3/nb-3gll_0mtc_2ks-big-Data.db`,
      `kept 5 ${inode('data1/shop/cart-0af3/nb-1-big-Data.db')} shop/cart-0af3/snapshots/${tag}/nb-1-big-Data.db`,
      `kept 2 ${inode(`data1/shop/cart-0af3/snapshots/${tag}/manifest.json`)} shop/cart-0af3/snapshots/${tag}/manifest.json`,
    ].toSorted(),
  );
  expect(sstableFormatsIn(answer.stdout.split('\n'))).toEqual({ 'big-nb': 3 });
});

test('without a tag only live components come', async () => {
  bench.write('data1/shop/cart/nb-1-big-Data.db', '1');
  bench.write('data1/shop/cart/snapshots/-/nb-1-big-Data.db', '1');
  expect((await list('-', ['data1'])).stdout).toMatch(/^live 1 \d+ shop\/cart\/nb-1-big-Data.db\n$/);
});

test('a keyspace that is called snapshots or backups is live', async () => {
  bench.write('data1/snapshots/t-1/nb-1-big-Data.db', '1');
  bench.write('data1/backups/t-1/nb-1-big-Data.db', '1');
  expect((await list('-', ['data1'])).stdout.trim().split('\n')).toHaveLength(2);
});

test('what a compaction still writes is named by its log', async () => {
  bench.write('data1/shop/cart-0af3/nb-1-big-Data.db', '1');
  bench.write('data1/shop/cart-0af3/nb-5-big-Data.db', 'a part');
  // As 5.0.9 writes it; the path is the node's own.
  bench.write(
    'data1/shop/cart-0af3/nb_txn_compaction_c7f3a1d0-7a53-11f1-8d2c-f1b2.log',
    [
      'REMOVE:[/var/lib/cassandra/data/shop/cart-0af3/nb-1-big,1780000000000,8][3613137064]',
      'ADD:[/var/lib/cassandra/data/shop/cart-0af3/nb-5-big,0,8][1424239083]',
      'ADD:[/var/lib/cassandra/data/shop/cart-0af3/nb-3gll_0mtc_2ks-big,0,8][99]',
      '',
    ].join('\n'),
  );
  const { stdout } = await list('-', ['data1']);
  expect(stdout.split('\n').filter((line) => line.startsWith('new'))).toEqual([
    'new shop/cart-0af3/nb-5-big',
    'new shop/cart-0af3/nb-3gll_0mtc_2ks-big',
  ]);
});

test('a folder that is not there is told, and no listing passes for the whole', async () => {
  mkdirSync(bench.path('data1'));
  const answer = await list('-', ['data1', 'data2']);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toBe(`no folder ${bench.path('data2')}\n`);
});

test('a data folder behind a symlink is listed', async () => {
  bench.write('mnt/shop/cart/nb-1-big-Data.db', '1');
  symlinkSync(bench.path('mnt'), bench.path('data1'));
  expect((await list('-', ['data1'])).stdout).toMatch(/^live 1 /);
});

function keep(from: string, to: string): void {
  mkdirSync(dirname(bench.path(to)), { recursive: true });
  linkSync(bench.path(from), bench.path(to));
}

function list(snapshot: string, folders: readonly string[]) {
  return bench.run('list-sstables', [snapshot, ...folders.map((folder) => bench.path(folder))]);
}
