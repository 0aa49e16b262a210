import { linkSync, mkdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { lookAtFiles } from '../../../../activities/observe/look-at-files.ts';
import { fakeHost } from '../../fake-context.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write('data/shop/cart-0af3/nb-1-big-Data.db', '1');
  bench.write('data/shop/cart-0af3/nb-1-big-Index.db', '1');
  bench.write('data/shop/cart-0af3/.by_name/nb-3gll_0mtc_2ks-big-Data.db', '1');
  bench.write('data/system_schema/keyspaces-abc5/nb-4-big-Data.db', '1');
  bench.write('data/shop/cart-0af3/backups/ma-8-big-Data.db', 'incremental');
  bench.write('commitlog/CommitLog-7-1795635286019.log', 'segment');
  mkdirSync(bench.path('hints'));
});
afterEach(() => bench.end());

const roles = ['data', 'commitlog', 'hints'];
const host = '6d194555-f6eb-41d0-c000-000000000001';

test('live sstables are counted by keyspace and format, snapshots and backups left out', async () => {
  bench.write('data/shop/cart-0af3/snapshots/old/ma-1-big-Data.db', '1');
  bench.write('data/shop/cart-0af3/pa-7-big-Data.db', '1');
  bench.write('data/shop/cart-0af3/ea-9-bti-Data.db', '1');
  bench.write('data/shop/cart-0af3/shop-cart-ka-1-Data.db', 'of 2.1');
  bench.write('data/system/local_metadata_log-e4dd/nb-1-big-Data.db', '1');
  const seen = await look();
  expect(seen.sstables).toEqual([
    { keyspace: 'shop', format: 'big-nb', count: 2 },
    { keyspace: 'shop', format: 'big-pa', count: 1 },
    { keyspace: 'shop', format: 'bti-ea', count: 1 },
    { keyspace: 'shop', format: 'unknown', count: 1 },
    { keyspace: 'system', format: 'big-nb', count: 1 },
    { keyspace: 'system_schema', format: 'big-nb', count: 1 },
  ]);
  expect(seen.metadataLog).toBe(1);
});

test('versions of commit log and hints come from their names, corrupt hints left out', async () => {
  bench.write('commitlog/CommitLog-9-1795635597668.log', 'segment');
  bench.write('commitlog/CommitLog-9-1795635597669.log', 'segment');
  bench.write('commitlog/CommitLog-9-1795635597668_cdc.idx', 'index');
  bench.write(`hints/${host}-1795635597668-2.hints`, 'hint');
  bench.write(`hints/${host}-1795635597669-4.hints`, 'hint');
  bench.write(`hints/${host}-1795635597669-1.corrupt.hints`, 'hint');
  bench.write(`hints/${host}-1795635597668-2.crc32`, 'sum');
  expect(await look()).toMatchObject({ commitLogs: [7, 9], hints: [2, 4] });
});

test('a name without a version is told as such', async () => {
  bench.write('commitlog/CommitLog-1795635286019.log', 'of 2.0');
  expect(await look()).toMatchObject({ commitLogs: [0, 7], hints: [] });
});

test('a folder that is not there is not known, and no folder that is empty', async () => {
  rmSync(bench.path('commitlog'), { recursive: true });
  rmSync(bench.path('data'), { recursive: true });
  expect(await look()).toMatchObject({ sstables: null, metadataLog: null, commitLogs: null, hints: [] });
});

test('without any folder named nothing is known but what lies in the state folder', async () => {
  bench.write(`state/prod1/${tag}/owes-repair`, '2026-11-25T10:00:00.123Z\n');
  expect(await look({ folders: [] })).toMatchObject({
    sstables: null,
    commitLogs: null,
    hints: null,
    owesRepairSince: '2026-11-25T10:00:00.123Z',
  });
});

test('a data folder behind a symlink is looked at', async () => {
  bench.write('mnt/shop/cart-1/oa-1-big-Data.db', '1');
  symlinkSync(bench.path('mnt'), bench.path('data2'));
  expect((await look({ folders: ['data2', 'commitlog', 'hints'] })).sstables).toEqual([
    { keyspace: 'shop', format: 'big-oa', count: 1 },
  ]);
});

test('before there is a restore point none is told', async () => {
  expect(await look()).toMatchObject({
    restorePoint: null,
    restorePointLacks: null,
    changed: null,
    snapshot: null,
    owesRepairSince: null,
  });
});

test('a restore point comes with its time, its release and its storage mode', async () => {
  bench.write('etc/cassandra/cassandra.yaml', 'cluster_name: prod1\nstorage_compatibility_mode: NONE\n');
  await makePoint();
  bench.write('etc/cassandra/cassandra.yaml', 'storage_compatibility_mode: CASSANDRA_5\n');
  const { restorePoint, restorePointLacks } = await look();
  expect(restorePoint).toEqual({
    since: bench.read(`state/prod1/${tag}/restore-point/complete`).trim(),
    release: '5.0.9',
    storageMode: 'NONE',
  });
  expect(restorePointLacks).toBeNull();
});

test('a restore point that was cut off, or of which a folder is gone, is none', async () => {
  await makePoint();
  unlinkSync(bench.path(`state/prod1/${tag}/restore-point/complete`));
  rmSync(bench.path(`commitlog.${tag}`), { recursive: true });
  rmSync(bench.path(`data.${tag}/shop`), { recursive: true });
  rmSync(bench.path(`data.${tag}/system_schema`), { recursive: true });
  expect(await look()).toMatchObject({
    restorePoint: null,
    restorePointLacks: `the restore point lacks its end: it was cut off, the files of ${bench.path('data')}.${tag}, ${bench.path('commitlog')}.${tag}`,
  });
});

test('of a stopped node the files are compared with the restore point', async () => {
  await makePoint();
  expect((await look({ stopped: true })).changed).toBe(0);
  bench.write('data/shop/cart-0af3/pa-2-big-Data.db', 'written by the new release');
  expect((await look({ stopped: true })).changed).toBe(1);
  unlinkSync(bench.path('commitlog/CommitLog-7-1795635286019.log'));
  bench.write('commitlog/CommitLog-9-1.log', 'segment');
  expect((await look({ stopped: true })).changed).toBe(3);
  expect((await look({ stopped: false })).changed).toBeNull();
});

test('a folder that is gone after the restore point can not be compared', async () => {
  await makePoint();
  rmSync(bench.path('hints'), { recursive: true });
  expect((await look({ stopped: true })).changed).toBeNull();
});

test('a snapshot is as old as its first table, or as the moment when Ringlift began to take it', async () => {
  keepSnapshot('shop/cart-0af3', '2026-11-25T10:00:07Z');
  keepSnapshot('system_schema/keyspaces-abc5', '2026-11-25T10:00:03.900Z');
  expect((await look()).snapshot).toEqual({ tables: 2, since: '2026-11-25T10:00:03.000Z' });
  const entry = `"step":"takeSnapshot","upgrade":"u","tag":"${tag}","attempt":1,"fence":1}`;
  bench.write(
    'state/prod1/journal.jsonl',
    [
      `{"at":"2026-11-25T09:00:00.000Z","event":"begin","result":"",${entry}`,
      `{"at":"2026-11-25T09:59:58.500Z","event":"begin","result":"",${entry}`,
      `{"at":"2026-11-25T10:00:09.000Z","event":"end","result":"done",${entry}`,
      `{"at":"2026-11-25T09:00:00.000Z","event":"begin","result":"","step":"takeSnapshot","tag":"another"}`,
      '',
    ].join('\n'),
  );
  expect((await look()).snapshot).toEqual({ tables: 2, since: '2026-11-25T09:59:58.500Z' });
});

test('a snapshot of another tag is none', async () => {
  keepSnapshot('shop/cart-0af3', '2026-11-25T10:00:07Z', 'another');
  expect((await look()).snapshot).toBeNull();
});

test('nothing is left behind, and nothing is changed', async () => {
  const { exitCode, stdout, stderr } = await run();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(Object.keys(readSections('a host', stdout, []))).toHaveLength(9);
  expect(bench.has('state/prod1')).toBe(false);
  expect(bench.has('tmp')).toBe(true);
});

interface Asked {
  readonly folders?: readonly string[];
  readonly stopped?: boolean;
}

function look({ folders = roles, stopped = false }: Asked = {}) {
  const host = fakeHost((script, { args }) => {
    expect(script).toBe('look-formats');
    return bench.run(script, args ?? []).then((answer) => ({ ...answer, exitCode: answer.exitCode ?? -1 }));
  });
  return lookAtFiles(host, {
    stateFolder: bench.state,
    tag,
    stopped,
    folders: folders.map((name, index) => ({
      path: bench.path(name),
      role: roles[index] ?? 'data',
      exists: true,
      owner: null,
      bytes: null,
      isMountPoint: false,
    })),
  });
}

function run() {
  mkdirSync(bench.path('tmp'), { recursive: true });
  const folders = roles.flatMap((role) => [role, bench.path(role)]);
  return bench.run('look-formats', [bench.state, tag, 'no', ...folders], {
    environment: { TMPDIR: bench.path('tmp') },
  });
}

async function makePoint(): Promise<void> {
  const args = [tag, bench.conf, bench.home, bench.releases, ...roles.map((role) => bench.path(role))];
  expect((await bench.change('make-restore-point', args)).exitCode).toBe(0);
}

function keepSnapshot(table: string, at: string, name = tag): void {
  const folder = bench.path(`data/${table}/snapshots/${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/manifest.json`, '{"files":[]}');
  utimesSync(`${folder}/manifest.json`, new Date(at), new Date(at));
  linkSync(bench.path('data/shop/cart-0af3/nb-1-big-Data.db'), `${folder}/nb-1-big-Data.db`);
  expect(dirname(folder)).toMatch(/snapshots$/);
}
