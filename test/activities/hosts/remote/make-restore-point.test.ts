import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type Answer, HostBench, tag } from './host-bench.ts';
import { atEveryFullDisk, mayMount } from './small-disk.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  for (const name of ['nb-1-big-Data.db', 'nb-1-big-TOC.txt', '.by_name/nb-1-big-Data.db'])
    bench.write(`data/shop/cart-0af3/${name}`, `text of ${name}`);
  bench.write('data/shop/cart-0af3/snapshots/old/nb-1-big-Data.db', 'kept long ago');
  bench.write('data/shop/cart-0af3/backups/nb-1-big-Data.db', 'incremental');
  bench.write('commitlog/CommitLog-7-1.log', 'segment');
  mkdirSync(bench.path('hints'));
});
afterEach(() => bench.end());

const live = [
  'shop/cart-0af3/.by_name/nb-1-big-Data.db',
  'shop/cart-0af3/nb-1-big-Data.db',
  'shop/cart-0af3/nb-1-big-TOC.txt',
];
const point = `state/prod1/${tag}/restore-point`;

test('live files are linked beside their folders, and share their inodes', async () => {
  const answer = await make();
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  expect(answer.stdout).toMatch(/^(\S+ \d+ \S+\n){3}result: done\n$/);
  expect(filesIn(`data.${tag}`)).toEqual(live);
  for (const file of live) expect(inode(`data.${tag}/${file}`)).toBe(inode(`data/${file}`));
  expect(filesIn(`commitlog.${tag}`)).toEqual(['CommitLog-7-1.log']);
  expect(filesIn(`hints.${tag}`)).toEqual([]);
  expect(statSync(bench.path(`data.${tag}`)).mode).toBe(statSync(bench.path('data')).mode);
});

test('caches are kept where they are there, and are no part of what a start must find', async () => {
  bench.write('saved_caches/KeyCache-e.db', 'cache');
  expect(
    (await make(bench.conf, {}, [`+${bench.path('saved_caches')}`, `+${bench.path('never-there')}`]))
      .exitCode,
  ).toBe(0);
  expect(bench.read(`saved_caches.${tag}/KeyCache-e.db`)).toBe('cache');
  expect(bench.read(`${point}/folders`)).not.toMatch(/saved_caches|never-there/);
});

test('it keeps the configuration, the release, and what each folder held', async () => {
  await make();
  expect(bench.read(`${point}/conf/cassandra.yaml`)).toBe('cluster_name: prod1\n');
  expect(bench.read(`${point}/release`)).toBe(`${bench.old}\n`);
  const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
  expect(bench.read(`${point}/folders`)).toBe(
    [`3 ${bench.path('data')}`, `1 ${bench.path('commitlog')}`, `0 ${bench.path('hints')}`]
      .map((line) => `${user} ${line}\n`)
      .join(''),
  );
});

test('a second time it is found done, and the links are left as they are', async () => {
  await make();
  const before = statSync(bench.path(`data.${tag}`)).ctimeMs;
  expect((await make()).stdout).toBe('result: alreadyDone\n');
  expect(statSync(bench.path(`data.${tag}`)).ctimeMs).toBe(before);
});

test('after the switch it stands, whatever the new release has written since', async () => {
  await make();
  bench.write('data/shop/cart-0af3/pa-2-big-Data.db', 'written by the new release');
  unlinkSync(bench.home);
  symlinkSync(bench.new, bench.home);
  expect((await make()).stdout).toBe('result: alreadyDone\n');
  expect(filesIn(`data.${tag}`)).toEqual(live);
});

test('a node that ran on its old release again since then gets another one', async () => {
  await make();
  bench.write('data/shop/cart-0af3/nb-2-big-Data.db', 'flushed since');
  unlinkSync(bench.path('commitlog/CommitLog-7-1.log'));
  bench.write('etc/cassandra/cassandra.yaml', 'cluster_name: prod1\nnum_tokens: 16\n');
  expect((await make()).stdout).toMatch(/result: done/);
  expect(filesIn(`data.${tag}`)).toEqual([...live, 'shop/cart-0af3/nb-2-big-Data.db'].toSorted());
  expect(filesIn(`commitlog.${tag}`)).toEqual([]);
  expect(bench.read(`${point}/conf/cassandra.yaml`)).toMatch(/num_tokens/);
});

test('links that somebody removed are made again', async () => {
  await make();
  rmSync(bench.path(`data.${tag}`), { recursive: true });
  expect((await make()).stdout).toMatch(/result: done/);
  expect(filesIn(`data.${tag}`)).toEqual(live);
});

test('a keyspace that is called snapshots or backups is live', async () => {
  bench.write('data/snapshots/t-1/nb-1-big-Data.db', 'one');
  bench.write('data/backups/t-1/nb-1-big-Data.db', 'two');
  bench.write('data/backups/t-1/snapshots/x/nb-1-big-Data.db', 'no');
  await make();
  expect(filesIn(`data.${tag}`)).toEqual(
    [...live, 'backups/t-1/nb-1-big-Data.db', 'snapshots/t-1/nb-1-big-Data.db'].toSorted(),
  );
});

test('a configuration behind a symlink is kept itself, not the link to what the switch replaces', async () => {
  symlinkSync(bench.conf, bench.path('etc/conf'));
  await make(bench.path('etc/conf'));
  expect(readdirSync(bench.path(point, 'conf'))).toEqual(['cassandra.yaml']);
  bench.write('etc/cassandra/cassandra.yaml', 'replaced\n');
  expect(bench.read(`${point}/conf/cassandra.yaml`)).toBe('cluster_name: prod1\n');
});

test('a folder behind a symlink is linked where it really lies', async () => {
  mkdirSync(bench.path('mnt'));
  execFileSync('mv', [bench.path('data'), bench.path('mnt/data')]);
  symlinkSync(bench.path('mnt/data'), bench.path('data'));
  expect(await make()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(filesIn(`mnt/data.${tag}`)).toEqual(live);
  expect(bench.read(`${point}/folders`)).toContain(` 3 ${bench.path('mnt/data')}\n`);
  expect((await make()).stdout).toBe('result: alreadyDone\n');
});

test('a node that runs is refused, and nothing is linked', async () => {
  await bench.startJvm();
  const answer = await make();
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toMatch(/the process runs/);
  expect(bench.has(`data.${tag}`)).toBe(false);
  expect(bench.has(point)).toBe(false);
});

test('a folder that is not there is refused, and the point is not complete', async () => {
  rmSync(bench.path('hints'), { recursive: true });
  const answer = await make();
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toBe(`no folder ${bench.path('hints')}\n`);
  expect(bench.has(`${point}/complete`)).toBe(false);
  mkdirSync(bench.path('hints'));
  expect((await make()).stdout).toMatch(/result: done/);
});

test('cut off at any of its commands it is made whole by running again', { timeout: 300_000 }, async () => {
  const folders = ['data', 'commitlog', 'hints'].map((name) => bench.path(name));
  const args = [tag, bench.conf, bench.home, bench.releases, ...folders];
  for (let at = 1, ended = false; !ended; at += 1) {
    execFileSync('rm', ['-rf', bench.state, ...folders.map((folder) => `${folder}.${tag}`)]);
    ended = await bench.changeCutOff(at, 'make-restore-point', args);
    if (!ended) expect(bench.has(`${point}/complete`), `cut off at ${at}`).toBe(false);
    expect(await make(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expect(filesIn(`data.${tag}`)).toEqual(live);
    expect(bench.read(`${point}/folders`).trim().split('\n')).toHaveLength(3);
    if (ended) expect(at).toBeGreaterThan(10);
  }
});

test('cut off while it links, what is missing is linked by running again', async () => {
  bench.program(
    'cp',
    'PATH=${PATH#*:}; case $1 in -al) cp "$1" "$2" "$3" "$4" "$5"; kill -s KILL 0;; *) cp "$@";; esac',
  );
  const environment = { PATH: `${bench.path('bin')}:${process.env['PATH']}` };
  expect((await make(bench.conf, environment)).exitCode).toBeNull();
  expect(filesIn(`data.${tag}`)).toHaveLength(1);
  expect((await make()).stdout).toMatch(/result: done/);
  expect(filesIn(`data.${tag}`)).toEqual(live);
});

test.runIf(mayMount)(
  'on a disk that becomes full at any of its commands it says so, and is made whole by running again',
  { timeout: 300_000 },
  async () => {
    const folders = ['data', 'commitlog', 'hints'].map((name) => bench.path(name));
    const args = [tag, bench.conf, bench.home, bench.releases, ...folders];
    const after = async ({ exitCode, stderr }: Answer, at: number) => {
      expect([0, exitCodes.noSpace], `full at ${at}: ${stderr}`).toContain(exitCode);
      const whole = (file: string) => bench.has(`${point}/${file}`) && bench.read(`${point}/${file}`) !== '';
      if (whole('complete')) {
        expect(bench.read(`${point}/folders`).trim().split('\n'), `full at ${at}`).toHaveLength(3);
        expect(bench.read(`${point}/folders`), `full at ${at}`).toMatch(/ 3 \S+data\n/);
      }
      expect(await make(), `full at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
      expect(bench.read(`${point}/folders`).trim().split('\n'), `full at ${at}`).toHaveLength(3);
      expect(bench.read(`${point}/folders`), `full at ${at}`).toMatch(/ 3 \S+data\n/);
      expect(bench.read(`${point}/conf/cassandra.yaml`)).toBe('cluster_name: prod1\n');
      expect(filesIn(`data.${tag}`)).toEqual(live);
    };
    const last = await atEveryFullDisk(bench, 'make-restore-point', args, { after });
    expect(last).toBeGreaterThan(10);
  },
);

function make(conf = bench.conf, environment: Record<string, string> = {}, more: string[] = []) {
  const folders = ['data', 'commitlog', 'hints'].map((name) => bench.path(name));
  return bench.change('make-restore-point', [tag, conf, bench.home, bench.releases, ...folders, ...more], {
    environment,
  });
}

function filesIn(folder: string): string[] {
  const found = execFileSync('find', ['.', '-type', 'f', '-printf', '%P\n'], {
    cwd: bench.path(folder),
    encoding: 'utf8',
  });
  return found.split('\n').filter(Boolean).toSorted();
}

function inode(file: string): number {
  return statSync(bench.path(file)).ino;
}
