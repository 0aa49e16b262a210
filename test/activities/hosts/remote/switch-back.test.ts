import { readFileSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { type HostBench, tag } from './host-bench.ts';
import { keepHost, record, stamp, treeOf, upgradedBench } from './rolled-node.ts';
import { atEveryFullDisk, mayMount } from './small-disk.ts';

let bench: HostBench;
beforeEach(async () => {
  bench = await upgradedBench();
});
afterEach(() => bench.end());

const aside = `etc/cassandra.${tag}.aside-${stamp}`;

test('the installation points at the old release, and its configuration is back; the merged one is set aside', async () => {
  expect(await switchBack()).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expectBack();
  expect(bench.read(`${aside}/cassandra.yaml`)).toBe('merged: outside\n');
  expect(bench.read(`${record}/asides`)).toBe(`${bench.path(aside)}\n`);
});

test('a second time it is found done', async () => {
  await switchBack();
  expect((await switchBack()).stdout).toBe('result: alreadyDone\n');
  expectBack();
});

test('a configuration inside of the release comes back with it: nothing is renamed', async () => {
  bench.write('opt/apache-cassandra-5.0.9/conf/cassandra.yaml', 'old: inside\n');
  const before = treeOf(bench, 'etc');
  expect((await switchBack('yes', `${bench.home}/conf`)).stdout).toBe('result: done\n');
  expect(readFileSync(`${bench.home}/conf/cassandra.yaml`, 'utf8')).toBe('old: inside\n');
  expect(treeOf(bench, 'etc')).toEqual(before);
});

test('where what the upgrade set aside is gone, the copy of the restore point is put back, and stays there too', async () => {
  rmSync(`${bench.conf}.before-${tag}`, { recursive: true });
  await switchBack();
  expectBack();
  expect(bench.read(`state/prod1/${tag}/restore-point/conf/cassandra.yaml`)).toBe('cluster_name: prod1\n');
});

test('with neither of them nothing is switched', async () => {
  rmSync(`${bench.conf}.before-${tag}`, { recursive: true });
  rmSync(bench.path(`state/prod1/${tag}/restore-point/conf`), { recursive: true });
  await expectRefused('the configuration of before is gone');
});

test('to an old release that is gone nothing is switched', async () => {
  rmSync(bench.old, { recursive: true });
  await expectRefused('the old release is gone');
});

test('a running process is not switched away from', async () => {
  await bench.startJvm();
  await expectRefused('the process runs');
});

test('a node that runs on its old release already is found done', async () => {
  await switchBack();
  await bench.startJvm();
  expect((await switchBack()).stdout).toBe('result: alreadyDone\n');
});

test('a node that was never switched keeps its configuration', async () => {
  unlinkSync(bench.home);
  symlinkSync(bench.old, bench.home);
  bench.write('etc/cassandra/cassandra.yaml', 'cluster_name: prod1\nmended: true\n');
  expect((await switchBack()).stdout).toBe('result: alreadyDone\n');
  expect(bench.read('etc/cassandra/cassandra.yaml')).toMatch(/mended/);
});

test('cut off at any of its commands it is finished by running again', { timeout: 600_000 }, async () => {
  const kept = keepHost(bench);
  for (let at = 1, ended = false; !ended; at += 1) {
    kept.putBack();
    ended = await bench.changeCutOff(at, 'switch-back', args());
    expect(await switchBack(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expectBack();
    expect(bench.read(`${aside}/cassandra.yaml`)).toBe('merged: outside\n');
    if (ended) expect(at).toBeGreaterThan(4);
  }
});

test(
  'cut off before its end, the next action of any kind finds a configuration that belongs to the release in use',
  { timeout: 600_000 },
  async () => {
    const kept = keepHost(bench);
    for (let at = 1, ended = false; !ended; at += 1) {
      kept.putBack();
      ended = await bench.changeCutOff(at, 'switch-back', args());
      expect(await bench.change('lock-host'), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
      const isBack = readlinkSync(bench.home) === bench.old;
      expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(
        isBack ? 'cluster_name: prod1\n' : 'merged: outside\n',
      );
      if (ended) expect(isBack).toBe(true);
    }
  },
);

test.runIf(mayMount)(
  'on a disk that becomes full, the list of what was set aside has a line whole or not at all',
  { timeout: 300_000 },
  async () => {
    // The next line would cross the end of the list's one block.
    const before = `/gone.${tag}.aside-${'1'.repeat(4_070 - tag.length)}\n`;
    bench.write(`${record}/asides`, before);
    const kept = keepHost(bench);
    const last = await atEveryFullDisk(bench, 'switch-back', args(), {
      before: () => kept.putBack(),
      after: async ({ exitCode, stderr }, at) => {
        expect([0, exitCodes.noSpace], `full at ${at}: ${stderr}`).toContain(exitCode);
        const whole = `${before}${bench.path(aside)}\n`;
        expect([before, whole], `full at ${at}`).toContain(bench.read(`${record}/asides`));
        expect(await switchBack(), `full at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
        expectBack();
        expect(bench.read(`${record}/asides`), `full at ${at}`).toBe(whole);
      },
    });
    expect(last).toBeGreaterThan(4);
  },
);

function args(moves = 'no', conf = bench.conf): string[] {
  return [tag, stamp, conf, bench.home, bench.releases, bench.old, moves];
}

function switchBack(moves?: string, conf?: string) {
  return bench.change('switch-back', args(moves, conf));
}

function expectBack(): void {
  expect(readlinkSync(bench.home)).toBe(bench.old);
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
  expect(bench.has('state/prod1/switching')).toBe(false);
  expect(bench.has('opt/cassandra.ringlift-new')).toBe(false);
}

async function expectRefused(why: string): Promise<void> {
  const answer = await switchBack();
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toContain(why);
  expect(readlinkSync(bench.home)).toBe(bench.new);
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('merged: outside\n');
}
