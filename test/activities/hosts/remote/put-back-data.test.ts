import { readdirSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type HostBench, tag } from './host-bench.ts';
import { atEveryFullDisk, mayMount } from './small-disk.ts';
import { keepHost, record, stamp, treeOf, upgradedBench } from './rolled-node.ts';

let bench: HostBench;
beforeEach(async () => {
  bench = await upgradedBench();
});
afterEach(() => bench.end());

const since = '2026-11-21T10:26:00.000Z';
const aside = `${tag}.aside-${stamp}`;
const live = ['data', 'data2', 'commitlog', 'hints', 'saved_caches'];

test('the whole restore point takes the place of what is live: new tables, log, hints and caches are gone from there', async () => {
  expect(await putBack('restorePoint')).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect(withoutSnapshots(treeOf(bench, ...live))).toEqual({
    'data/shop/cart-0af3/nb-1-big-Data.db': 'old row',
    'data/shop/cart-0af3/.by_name/nb-1-big-Data.db': 'old index',
    'data/system_schema/tables-9d2e/nb-1-big-Data.db': 'old schema',
    'data2/shop/cart-0af3/nb-2-big-Data.db': 'old row of the other disk',
    'commitlog/CommitLog-7-1.log': 'old segment',
    hints: '(empty)',
    'saved_caches/KeyCache-e.db': 'old cache',
  });
});

test('what was live is set aside whole, none of it deleted', async () => {
  const before = treeOf(bench, ...live);
  await putBack('restorePoint');
  const after = { ...treeOf(bench, ...live.map((name) => `${name}.${aside}`)), ...treeOf(bench, ...live) };
  const texts = Object.values(after);
  for (const [path, text] of Object.entries(before)) expect(texts, path).toContain(text);
  expect(after[`data.${aside}/shop/cart-0af3/pa-3-big-Data.db`]).toBe('old row and new row');
  expect(after[`hints.${aside}/0af3-1-4.hints`]).toBe('new hint');
});

test('snapshots stay where their tables are, of a table without files too; those of new tables go aside with them', async () => {
  await putBack('restorePoint');
  expect(bench.read('data/shop/cart-0af3/snapshots/yearly/nb-0-big-Data.db')).toBe('kept long ago');
  expect(bench.has(`data/shop/empty-1bc4/snapshots/${tag}/manifest.json`)).toBe(true);
  expect(bench.has('data/shop/fresh-2aa0')).toBe(false);
  expect(bench.has(`data.${aside}/shop/fresh-2aa0/snapshots/mine/pa-1-big-Data.db`)).toBe(true);
});

test('the restore point stays whole: what is put back are links of its own', async () => {
  const kept = treeOf(bench, `data.${tag}`, `data2.${tag}`, `commitlog.${tag}`);
  await putBack('restorePoint');
  expect(treeOf(bench, `data.${tag}`, `data2.${tag}`, `commitlog.${tag}`)).toEqual(kept);
  expect(inode('data/shop/cart-0af3/nb-1-big-Data.db')).toBe(
    inode(`data.${tag}/shop/cart-0af3/nb-1-big-Data.db`),
  );
  rmSync(bench.path('data/shop/cart-0af3/nb-1-big-Data.db'));
  expect(bench.read(`data.${tag}/shop/cart-0af3/nb-1-big-Data.db`)).toBe('old row');
});

test('only system_schema is put back where that is enough, on every disk; all other files stay as they are', async () => {
  const before = treeOf(bench, ...live);
  expect((await putBack('systemSchema')).stdout).toBe('result: done\n');
  const after = treeOf(bench, ...live);
  const others = (tree: Record<string, string>) =>
    Object.fromEntries(Object.entries(tree).filter(([path]) => !path.includes('/system_schema')));
  expect(others(after)).toEqual(others(before));
  expect(withoutSnapshots(schemaIn(after))).toEqual({
    'data/system_schema/tables-9d2e/nb-1-big-Data.db': 'old schema',
    'data2/system_schema': '(empty)',
  });
  expect(bench.read(`data.${aside}/system_schema/tables-9d2e/pa-2-big-Data.db`)).toBe('new schema');
  expect(bench.read(`data2.${aside}/system_schema/tables-9d2e/pa-4-big-Data.db`)).toMatch(/other disk/);
});

test('where the restore point is gone, the snapshot is put back, indexes too, and the rest is emptied', async () => {
  for (const name of live) rmSync(bench.path(`${name}.${tag}`), { recursive: true });
  expect((await putBack('snapshot')).stdout).toBe('result: done\n');
  expect(withoutSnapshots(treeOf(bench, ...live))).toEqual({
    'data/shop/cart-0af3/nb-1-big-Data.db': 'old row',
    'data/shop/cart-0af3/.by_name/nb-1-big-Data.db': 'old index',
    'data/system_schema/tables-9d2e/nb-1-big-Data.db': 'old schema',
    'data2/shop/cart-0af3/nb-2-big-Data.db': 'old row of the other disk',
    commitlog: '(empty)',
    hints: '(empty)',
    saved_caches: '(empty)',
  });
  expect(bench.has(`data/shop/cart-0af3/snapshots/${tag}/manifest.json`)).toBe(true);
  expect(bench.read(`commitlog.${aside}/CommitLog-9-2.log`)).toBe('new segment');
});

const history = 'system/compaction_history-b4db';

test('a table that the old release can not read is that of the restore point again, on every disk', async () => {
  bench.write(`data/${history}/nb-7-big-Data.db`, 'new history');
  bench.write(`data/${history}/snapshots/mine/nb-6-big-Data.db`, 'a snapshot of it');
  bench.write(`data/system/local-7ad5/nb-3-big-Data.db`, 'its own row');
  bench.write(`data.${tag}/${history}/nb-2-big-Data.db`, 'old history');
  bench.write(`data2/${history}/nb-8-big-Data.db`, 'new history of the other disk');
  const before = treeOf(bench, ...live);
  expect((await putBack('binaries', 'system/compaction_history')).stdout).toBe('result: done\n');
  const after = treeOf(bench, ...live);
  const isOther = ([path]: [string, string]) => !path.includes(history);
  expect(Object.entries(after).filter(isOther)).toEqual(Object.entries(before).filter(isOther));
  expect(treeOf(bench, `data/${history}`, `data2/${history}`)).toEqual({
    [`data/${history}/nb-2-big-Data.db`]: 'old history',
    [`data/${history}/snapshots/mine/nb-6-big-Data.db`]: 'a snapshot of it',
    [`data2/${history}`]: '(empty)',
  });
  expect(bench.read(`data.${aside}/${history}/nb-7-big-Data.db`)).toBe('new history');
  expect(bench.read(`data2.${aside}/${history}/nb-8-big-Data.db`)).toMatch(/other disk/);
  expect((await putBack('binaries', 'system/compaction_history')).stdout).toBe('result: alreadyDone\n');
});

test('a table that only the restore point has comes back beside system_schema', async () => {
  bench.write(`data.${tag}/${history}/nb-2-big-Data.db`, 'old history');
  await putBack('systemSchema', 'system/compaction_history');
  expect(bench.read(`data/${history}/nb-2-big-Data.db`)).toBe('old history');
  expect(bench.read('data/system_schema/tables-9d2e/nb-1-big-Data.db')).toBe('old schema');
});

test('a change of binaries touches no file of data', async () => {
  const before = treeOf(bench, ...live);
  expect((await putBack('binaries')).stdout).toBe('result: alreadyDone\n');
  expect(treeOf(bench, ...live)).toEqual(before);
});

test('the start is told what each folder holds now', async () => {
  await putBack('restorePoint');
  const lines = bench.read(`state/prod1/${tag}/rollback-folders`).trim().split('\n');
  expect(lines.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    `9 ${bench.path('data')}`,
    `2 ${bench.path('data2')}`,
    `1 ${bench.path('commitlog')}`,
    `0 ${bench.path('hints')}`,
  ]);
});

test.each(['restorePoint', 'snapshot'])(
  'after the way %s a repair is owed since then, or since an earlier one',
  async (way) => {
    await putBack(way);
    expect(bench.read(`state/prod1/${tag}/owes-repair`)).toBe(`${since}\n`);
    bench.write(`state/prod1/${tag}/owes-repair`, '2026-11-01T00:00:00.000Z\n');
    await putBack(way);
    expect(bench.read(`state/prod1/${tag}/owes-repair`)).toBe('2026-11-01T00:00:00.000Z\n');
  },
);

test.each(['binaries', 'systemSchema'])('after the way %s no repair is owed', async (way) => {
  await putBack(way);
  expect(bench.has(`state/prod1/${tag}/owes-repair`)).toBe(false);
});

test('a second time all is found done, and nothing is set aside again', async () => {
  await putBack('restorePoint');
  const before = treeOf(bench, '.');
  expect((await putBack('restorePoint')).stdout).toBe('result: alreadyDone\n');
  const after = treeOf(bench, '.');
  for (const tree of [before, after]) delete tree['state/prod1/journal.jsonl'];
  expect(after).toEqual(before);
});

test('whoever deletes what was set aside finds it listed', async () => {
  await putBack('restorePoint');
  expect(bench.read(`${record}/asides`).trim().split('\n')).toEqual(
    live.map((name) => bench.path(`${name}.${aside}`)),
  );
});

test('below a running process nothing is touched', async () => {
  await bench.startJvm();
  await expectRefused('restorePoint', 'the process runs');
});

test('without a whole restore point nothing is touched', async () => {
  rmSync(bench.path(`state/prod1/${tag}/restore-point/complete`));
  await expectRefused('restorePoint', 'no whole restore point');
  await expectRefused('systemSchema', 'no whole restore point');
});

test('with one folder of the restore point missing none of the others is touched', async () => {
  rmSync(bench.path(`hints.${tag}`), { recursive: true });
  await expectRefused('restorePoint', `hints.${tag} of the restore point is missing`);
});

test('a restore point without system_schema is not taken for one with an empty schema', async () => {
  rmSync(bench.path(`data.${tag}/system_schema`), { recursive: true });
  await expectRefused('systemSchema', 'holds no system_schema');
});

test('a way that is not known is refused', async () => {
  await expectRefused('rebuild', 'no way back called rebuild');
});

const keepsFiles = ['systemSchema', 'binaries'];

test.each(['restorePoint', 'snapshot', ...keepsFiles])(
  'cut off at any of its commands, the way %s is finished by running again, and nothing is lost on the way',
  { timeout: 600_000 },
  async (way) => {
    bench.write(`data/${history}/nb-7-big-Data.db`, 'new history');
    bench.write(`data.${tag}/${history}/nb-2-big-Data.db`, 'old history');
    const tables = keepsFiles.includes(way) ? 'system/compaction_history' : '-';
    const texts = new Set(Object.values(treeOf(bench, ...live)));
    const kept = keepHost(bench);
    await putBack(way, tables);
    const wanted = filesOf(bench);
    for (let at = 1, ended = false; !ended; at += 1) {
      kept.putBack();
      ended = await bench.changeCutOff(at, 'put-back-data', args(way, tables));
      const there = new Set(Object.values(filesOf(bench)));
      for (const text of texts) expect(there, `cut off at ${at}`).toContain(text);
      expect(await putBack(way, tables), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
      expect(filesOf(bench), `cut off at ${at}`).toEqual(wanted);
      if (ended) expect(at).toBeGreaterThan(10);
    }
  },
);

test.runIf(mayMount).for(['systemSchema', 'restorePoint', 'snapshot'])(
  'on a disk that becomes full at any of its commands, the way %s says so, and is finished by running again',
  { timeout: 600_000 },
  async (way) => {
    const texts = new Set(Object.values(treeOf(bench, ...live)));
    const kept = keepHost(bench);
    await putBack(way);
    const wanted = filesOf(bench);
    const folders = bench.read(`state/prod1/${tag}/rollback-folders`);
    const last = await atEveryFullDisk(bench, 'put-back-data', args(way), {
      before: () => kept.putBack(),
      after: async ({ exitCode, stderr }, at) => {
        expect([0, exitCodes.noSpace], `full at ${at}: ${stderr}`).toContain(exitCode);
        const there = new Set(Object.values(filesOf(bench)));
        for (const text of texts) expect(there, `full at ${at}`).toContain(text);
        expect(await putBack(way), `full at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
        expect(filesOf(bench), `full at ${at}`).toEqual(wanted);
        expect(bench.read(`state/prod1/${tag}/rollback-folders`), `full at ${at}`).toBe(folders);
      },
    });
    expect(last).toBeGreaterThan(10);
  },
);

test('an empty folder that a service made between the two renames is no obstacle; one with files is', async () => {
  await cutBetweenRenames();
  bench.write('data/system/local-7ad5/pa-1-big-Data.db', 'written by a node that was started in between');
  const answer = await putBack('restorePoint');
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/data was made anew by somebody/);
  rmSync(bench.path('data/system'), { recursive: true });
  expect(await putBack('restorePoint')).toMatchObject({ exitCode: 0, stdout: 'result: done\n' });
  expect(bench.read('data/shop/cart-0af3/nb-1-big-Data.db')).toBe('old row');
});

/** The state after the first rename of the data folder and before the second. */
async function cutBetweenRenames(): Promise<void> {
  const kept = keepHost(bench);
  for (let at = 1; ; at += 1) {
    kept.putBack();
    const ended = await bench.changeCutOff(at, 'put-back-data', args('restorePoint'));
    if (!bench.has('data') && bench.has(`data.${aside}`)) return;
    if (ended) throw new Error('it was never cut off there');
  }
}

function args(way: string, tables = '-'): string[] {
  const roles = ['data', 'data', 'commitlog', 'hints', 'saved_caches'];
  return [
    ...[tag, stamp, way, since, tables, bench.conf, bench.home, bench.releases],
    ...live.flatMap((name, index) => [roles[index] ?? '', bench.path(name)]),
  ];
}

function putBack(way: string, tables?: string) {
  return bench.change('put-back-data', args(way, tables));
}

/** All but what a run notes for itself. */
function filesOf(host: HostBench): Record<string, string> {
  const names = [...live, ...live.map((name) => `${name}.${tag}`), ...live.map((name) => `${name}.${aside}`)];
  const halfMade = readdirSync(host.folder).filter((name) => name.includes('.back'));
  return treeOf(host, ...names, ...halfMade, `${record}/asides`);
}

function withoutSnapshots(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.includes('/snapshots/')));
}

function schemaIn(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => path.includes('/system_schema')));
}

function inode(name: string): number {
  return statSync(bench.path(name)).ino;
}

async function expectRefused(way: string, why: string): Promise<void> {
  const before = treeOf(bench, ...live);
  const answer = await putBack(way);
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toContain(why);
  expect(treeOf(bench, ...live)).toEqual(before);
}
