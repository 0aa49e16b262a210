import {
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';
import { atEveryFullDisk, mayMount } from './small-disk.ts';

const local = 'data/system/local-7ad54392bcdd35a684174e047860b377';
const peers = 'data/system/peers-37f71aca7dc2383ba70672528af04d4f';

let bench: HostBench;
beforeEach(async () => {
  bench = new HostBench();
  for (const folder of [local, peers]) {
    for (const part of ['Data.db', 'Statistics.db', 'TOC.txt'])
      bench.write(`${folder}/mc-1-big-${part}`, `${part} of DSE`);
  }
  bench.write('data/system/paxos-b7b7f0c2fd0a34108c053ef614bb7c2d/mc-4-big-Data.db', 'stays');
  bench.write('data/shop/orders-1/mc-9-big-Data.db', 'rows');
  expect(await makePoint()).toMatchObject({ exitCode: 0 });
});
afterEach(() => bench.end());

const common = () => [tag, bench.conf, bench.home, bench.releases];
const makePoint = () => bench.change('make-restore-point', [...common(), bench.path('data')]);
const replace = (prepared = '-') =>
  bench.change('replace-system-tables', [...common(), prepared, bench.path('data')]);
const filesIn = (folder: string) => readdirSync(bench.path(folder)).toSorted();

function prepare(): string {
  for (const table of ['local', 'peers']) {
    for (const part of ['Data.db', 'Statistics.db', 'TOC.txt'])
      bench.write(`prepared/${table}/me-1-big-${part}`, `${part} of ${table}`);
  }
  return bench.path('prepared');
}

test('system.local and system.peers go, all else stays, and the restore point has them still', async () => {
  expect(await replace()).toMatchObject({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect([filesIn(local), filesIn(peers)]).toEqual([[], []]);
  expect(bench.has('data/system/paxos-b7b7f0c2fd0a34108c053ef614bb7c2d/mc-4-big-Data.db')).toBe(true);
  expect(bench.has('data/shop/orders-1/mc-9-big-Data.db')).toBe(true);
  expect(bench.read(`data.${tag}/${local.slice(5)}/mc-1-big-Data.db`)).toBe('Data.db of DSE');
  expect((await replace()).stdout).toBe('result: alreadyDone\n');
});

test('prepared sstables take their place, and a second time they are found there', async () => {
  const prepared = prepare();
  expect(await replace(prepared)).toMatchObject({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect(filesIn(local)).toEqual(['me-1-big-Data.db', 'me-1-big-Statistics.db', 'me-1-big-TOC.txt']);
  expect(bench.read(`${peers}/me-1-big-Data.db`)).toBe('Data.db of peers');
  expect((await replace(prepared)).stdout).toBe('result: alreadyDone\n');
});

test('a node that was switched has written its own by now: they are left alone', async () => {
  await replace();
  unlinkSync(bench.home);
  symlinkSync(bench.new, bench.home);
  bench.write(`${local}/me-2-big-Data.db`, 'of 3.11');
  for (const prepared of ['-', prepare()]) {
    expect(await replace(prepared)).toMatchObject({ exitCode: 0, stdout: 'result: alreadyDone\n' });
  }
  expect(filesIn(local)).toEqual(['me-2-big-Data.db']);
});

test.each<[string, () => Promise<void> | void, RegExp]>([
  [
    'without a restore point',
    () => unlinkSync(bench.path(`state/prod1/${tag}/restore-point/complete`)),
    /no restore point/,
  ],
  ['of a running node', async () => void (await bench.startJvm()), /the process runs/],
  [
    'where a file came after the restore point',
    () => void bench.write(`${local}/mc-2-big-Data.db`, 'later'),
    /somebody wrote it since/,
  ],
  [
    'where no folder holds system.local',
    () => rmSync(bench.path(local), { recursive: true }),
    /no data folder holds system.local/,
  ],
])('nothing goes %s', async (_, spoil, said) => {
  await spoil();
  const answer = await replace();
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(said);
  expect(filesIn(peers)).toHaveLength(3);
});

test.each(['-', 'prepared'])(
  'begun again after the tables were replaced (%s), the restore point keeps the only ones that are left',
  async (way) => {
    const prepared = way === '-' ? '-' : prepare();
    const kept = `data.${tag}/${local.slice(5)}/mc-1-big-Data.db`;
    expect((await replace(prepared)).stdout).toBe('result: done\n');
    expect((await makePoint()).stdout).toBe('result: alreadyDone\n');
    expect(bench.read(kept)).toBe('Data.db of DSE');
    expect((await replace(prepared)).exitCode).toBe(0);
    // The node was started on the old release meanwhile: it has moved on, and the point can't be made anew.
    bench.write('data/shop/orders-1/mc-10-big-Data.db', 'later rows');
    const answer = await makePoint();
    expect(answer.exitCode).toBe(exitCodes.notAsExpected);
    expect(answer.stderr).toContain('ringlift rollback');
    expect(bench.read(kept)).toBe('Data.db of DSE');
  },
);

test('prepared sstables that are not all there are told before the first file goes', async () => {
  prepare();
  rmSync(bench.path('prepared/peers'), { recursive: true });
  const answer = await replace(bench.path('prepared'));
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/peers holds no sstable of 3.11/);
  expect(filesIn(local)).toHaveLength(3);
});

test('cut off at any of its commands it is finished by running again', { timeout: 300_000 }, async () => {
  const prepared = prepare();
  for (let at = 1, ended = false; !ended; at += 1) {
    await makeAsBefore();
    ended = await bench.changeCutOff(at, 'replace-system-tables', [
      ...common(),
      prepared,
      bench.path('data'),
    ]);
    // Whenever a file is gone, the mark is there.
    const isWhole = existsSync(bench.path(`${local}/mc-1-big-Data.db`));
    expect(isWhole || bench.has('state/prod1/unsettled'), `cut off at ${at}`).toBe(true);
    await expectReplaced(prepared, `cut off at ${at}`);
    if (ended) expect(at).toBeGreaterThan(4);
  }
});

test.runIf(mayMount)(
  'on a disk that becomes full at any of its commands it says so, and is finished by running again',
  { timeout: 300_000 },
  async () => {
    const prepared = prepare();
    const args = [...common(), prepared, bench.path('data')];
    const last = await atEveryFullDisk(bench, 'replace-system-tables', args, {
      before: makeAsBefore,
      after: async ({ exitCode, stderr }, at) => {
        expect([0, exitCodes.noSpace], `full at ${at}: ${stderr}`).toContain(exitCode);
        await expectReplaced(prepared, `full at ${at}`);
      },
    });
    expect(last).toBeGreaterThan(4);
  },
);

/** The node as it was stopped, with its restore point. */
async function makeAsBefore(): Promise<void> {
  for (const folder of [local, peers]) {
    rmSync(bench.path(folder), { recursive: true });
    for (const part of ['Data.db', 'Statistics.db', 'TOC.txt'])
      bench.write(`${folder}/mc-1-big-${part}`, `${part} of DSE`);
  }
  rmSync(bench.path(`state/prod1/${tag}`), { recursive: true });
  rmSync(bench.path('state/prod1/unsettled'), { force: true });
  await makePoint();
}

async function expectReplaced(prepared: string, when: string): Promise<void> {
  expect(await replace(prepared), when).toMatchObject({ exitCode: 0, stderr: '' });
  expect(filesIn(local).filter((name) => !name.endsWith('.ringlift-new'))).toEqual([
    ...['me-1-big-Data.db', 'me-1-big-Statistics.db', 'me-1-big-TOC.txt'],
  ]);
  expect(existsSync(bench.path(`${peers}/mc-1-big-Data.db`)), when).toBe(false);
  expect(bench.read('state/prod1/unsettled'), when).toBe(`${tag}\n`);
}

test('once the node serves, the lines of its first start leave its configuration and no other does', async () => {
  const block =
    '# Ringlift: first start out of DSE, begin. x\nauto_bootstrap: false\n# Ringlift: first start out of DSE, end.\n';
  writeFileSync(`${bench.conf}/cassandra.yaml`, `cluster_name: prod1\n${block}num_tokens: 3\n`);
  writeFileSync(`${bench.conf}/jvm.options`, '-Xmx8G\n');
  expect((await bench.change('settle-rejoin', [bench.conf])).stdout).toBe('result: done\n');
  expect(readFileSync(`${bench.conf}/cassandra.yaml`, 'utf8')).toBe('cluster_name: prod1\nnum_tokens: 3\n');
  expect((await bench.change('settle-rejoin', [bench.conf])).stdout).toBe('result: alreadyDone\n');
  writeFileSync(
    `${bench.conf}/cassandra.yaml`,
    '# Ringlift: first start out of DSE, begin\nauto_bootstrap: false\n',
  );
  expect((await bench.change('settle-rejoin', [bench.conf])).stderr).toMatch(/not its end/);
});

test('from before the first file goes until it is settled, the node is marked with its upgrade', async () => {
  const mark = 'state/prod1/unsettled';
  expect(bench.has(mark)).toBe(false);
  await replace();
  expect(bench.read(mark)).toBe(`${tag}\n`);
  unlinkSync(bench.home);
  symlinkSync(bench.new, bench.home);
  writeFileSync(`${bench.conf}/jvm.options`, '-Xmx8G\n');
  expect((await bench.change('settle-rejoin', [bench.conf])).stdout).toBe('result: done\n');
  expect(bench.has(mark)).toBe(false);
  // Stopped again after it was settled: what it wrote since is its own.
  expect((await replace()).stdout).toBe('result: alreadyDone\n');
  expect(bench.has(mark)).toBe(false);
});
