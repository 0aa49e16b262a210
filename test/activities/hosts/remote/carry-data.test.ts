import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

const ways = ['link', 'move', 'copy'] as const;
const sstable = 'data/shop/cart-1/nb-1-big-Data.db';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256', 'digest\n');
  bench.write(`opt/apache-cassandra-5.0.9/data/${sstable}`, 'rows', 0o640);
  bench.write('opt/apache-cassandra-5.0.9/data/commitlog/CommitLog-7-1.log', 'written', 0o600);
  bench.write('opt/apache-cassandra-5.0.9/data/hints/h-1-2.hints', '');
  chmodSync(`${bench.old}/data`, 0o750);
});
afterEach(() => bench.end());

const roles = ['data', 'commitlog', 'hints'];
const folders = () => [
  ...roles.map((role) => `${bench.home}/data/${role}`),
  `+${bench.home}/data/saved_caches`,
];

const argsOf = (way: string) => [tag, way, bench.conf, bench.home, bench.releases, bench.new, ...folders()];
const carry = (way: string) => bench.change('carry-data', argsOf(way));

function expectCarried(): void {
  for (const role of roles)
    expect(realpathSync(`${bench.new}/data/${role}`)).toBe(realpathSync(`${bench.old}/data/${role}`));
  expect(readFileSync(`${bench.new}/data/${sstable}`, 'utf8')).toBe('rows');
  expect((statSync(`${bench.new}/data/${sstable}`).mode & 0o777).toString(8)).toBe('640');
}

test.each(ways)(
  '%s: both releases lead to the same files, and a second time it is found done',
  async (way) => {
    expect(await carry(way)).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
    expectCarried();
    expect((statSync(`${bench.new}/data`).mode & 0o777).toString(8)).toBe('750');
    expect(existsSync(`${bench.new}/data/saved_caches`)).toBe(false);
    expect(await carry(way)).toMatchObject({ stdout: 'result: alreadyDone\n' });
  },
);

test('link leaves them where they are, move takes them along, copy keeps what was copied', async () => {
  await carry('link');
  expect(lstatSync(`${bench.old}/data/data`).isSymbolicLink()).toBe(false);
  rmSync(`${bench.new}/data`, { recursive: true });
  await carry('move');
  expect(lstatSync(`${bench.new}/data/data`).isSymbolicLink()).toBe(false);
  expect(lstatSync(`${bench.old}/data/data`).isSymbolicLink()).toBe(true);
  expect(readdirSync(`${bench.old}/data`).toSorted()).toEqual(['commitlog', 'data', 'hints']);
});

test('what was copied stays beside, whatever becomes of the copy', async () => {
  await carry('copy');
  rmSync(`${bench.new}/data/${sstable}`);
  expect(readFileSync(`${bench.old}/data/data.before-${tag}/shop/cart-1/nb-1-big-Data.db`, 'utf8')).toBe(
    'rows',
  );
});

test.each(ways)(
  '%s: the restore point, the switch and the way back find them',
  { timeout: 120_000 },
  async (way) => {
    await carry(way);
    const installed = [tag, bench.conf, bench.home, bench.releases];
    const point = await bench.change('make-restore-point', [...installed, ...folders()]);
    expect(point.stdout).toContain('result: done');
    const switched = await bench.change('switch-release', [...installed, bench.new, '-']);
    expect(switched.stdout).toBe('result: done\n');
    expect(readFileSync(`${bench.home}/data/${sstable}`, 'utf8')).toBe('rows');
    expect(await carry(way)).toMatchObject({ stdout: 'result: alreadyDone\n' });
    // The new release writes what the old one can't read.
    rmSync(`${bench.home}/data/${sstable}`);
    bench.write('opt/cassandra/data/data/shop/cart-1/pa-2-big-Data.db', 'newer');
    const named = roles.flatMap((role) => [role, `${bench.home}/data/${role}`]);
    const stamp = '20261126T040000Z';
    const back = await bench.change('put-back-data', [
      ...[tag, stamp, 'restorePoint', '2026-11-26T04:00:00Z', bench.conf, bench.home, bench.releases],
      ...named,
    ]);
    expect(back).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('result: done') });
    await bench.change('switch-back', [tag, stamp, bench.conf, bench.home, bench.releases, bench.old, 'yes']);
    expect(readdirSync(`${bench.home}/data/data/shop/cart-1`)).toEqual(['nb-1-big-Data.db']);
    expect(readFileSync(`${bench.home}/data/${sstable}`, 'utf8')).toBe('rows');
    // Forward again: both still lead to the same.
    expect(await carry(way)).toMatchObject({ stdout: 'result: alreadyDone\n' });
  },
);

test.each(ways)(
  '%s: cut off at any of its commands it is made whole by running again',
  { timeout: 600_000 },
  async (way) => {
    for (let at = 1, ended = false; !ended; at += 1) {
      ended = await bench.changeCutOff(at, 'carry-data', argsOf(way));
      expect(await carry(way), `cut off at ${at}`).toMatchObject({ exitCode: 0 });
      expectCarried();
      bench.end();
      bench = new HostBench();
      bench.write('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256', 'digest\n');
      bench.write(`opt/apache-cassandra-5.0.9/data/${sstable}`, 'rows', 0o640);
      bench.write('opt/apache-cassandra-5.0.9/data/commitlog/CommitLog-7-1.log', 'written', 0o600);
      bench.write('opt/apache-cassandra-5.0.9/data/hints/h-1-2.hints', '');
    }
  },
);

test('a copy of an earlier attempt that differs by now is set aside whole, and the newer files are carried', async () => {
  // Cut off after the copy was renamed and before the original was: then the node ran on, and was stopped again.
  expect(await carry('copy')).toMatchObject({ exitCode: 0 });
  rmSync(`${bench.old}/data/data`);
  renameSync(`${bench.old}/data/data.before-${tag}`, `${bench.old}/data/data`);
  bench.write(`opt/apache-cassandra-5.0.9/data/${sstable}`, 'more', 0o640);
  const later = new Date(Date.now() + 5_000);
  // Of the same length: only when it was written tells.
  utimesSync(`${bench.old}/data/${sstable}`, later, later);
  const { exitCode, stdout } = await carry('copy');
  const aside = /^aside (.+)$/m.exec(stdout)?.[1] ?? '';
  expect({ exitCode, aside }).toMatchObject({ exitCode: 0, aside: expect.stringContaining('data.aside-') });
  expect(readFileSync(`${aside}/shop/cart-1/nb-1-big-Data.db`, 'utf8')).toBe('rows');
  expect(readFileSync(`${bench.new}/data/${sstable}`, 'utf8')).toBe('more');
  expect(readFileSync(`${bench.old}/data/data.before-${tag}/shop/cart-1/nb-1-big-Data.db`, 'utf8')).toBe(
    'more',
  );
});

test('a copy is not begun where the disk has no room for it, or does not tell', async () => {
  const PATH = `${bench.path('bin')}:${process.env['PATH']}`;
  for (const free of ['3', '']) {
    bench.program('df', `printf 'Filesystem 1024-blocks Used Available\\n/dev/x 100 97 ${free}\\n'`);
    const answer = await bench.change('carry-data', argsOf('copy'), { environment: { PATH } });
    expect(answer).toMatchObject({
      exitCode: exitCodes.noSpace,
      stderr: expect.stringMatching(/a copy of .* takes \d+ KiB, and (3|unknown) KiB are free/),
    });
  }
  expect(existsSync(`${bench.new}/data/data`)).toBe(false);
  expect(bench.read(`opt/apache-cassandra-5.0.9/data/${sstable}`)).toBe('rows');
});

test('nothing is carried below a running process, over what lies there, or from where nothing is', async () => {
  bench.write('opt/apache-cassandra-6.0-alpha2/data/data/other/file', 'not ours');
  for (const way of ways) {
    expect(await carry(way)).toMatchObject({
      exitCode: exitCodes.notAsExpected,
      stderr: expect.stringContaining('nobody knows whose it is'),
    });
  }
  expect(bench.read(`opt/apache-cassandra-5.0.9/data/${sstable}`)).toBe('rows');
  rmSync(`${bench.new}/data`, { recursive: true });
  rmSync(`${bench.old}/data/hints`, { recursive: true });
  expect(await carry('link')).toMatchObject({ stderr: expect.stringContaining('no folder') });
  await bench.startJvm();
  expect(await carry('move')).toMatchObject({ stderr: expect.stringContaining('the process runs') });
});
