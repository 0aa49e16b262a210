import { cpSync, readdirSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
let staged: string;
beforeEach(() => {
  bench = new HostBench();
  staged = `${bench.conf}.${tag}`;
  bench.write('opt/apache-cassandra-6.0-alpha2/.ringlift-sha256', 'digest\n');
  bench.write('opt/apache-cassandra-6.0-alpha2/conf/cassandra.yaml', 'merged: inside\n');
  bench.write(`etc/cassandra.${tag}/cassandra.yaml`, 'merged: outside\n');
  bench.write(`state/prod1/${tag}/restore-point/complete`, 'now\n');
});
afterEach(() => bench.end());

test('the installation points at the new release, and the merged configuration takes the place of the old', async () => {
  expect(await switchRelease()).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expectSwitched();
  expect(bench.read(`etc/cassandra.before-${tag}/cassandra.yaml`)).toBe('cluster_name: prod1\n');
});

test('a second time it is found done, and the old configuration still lies where it was put', async () => {
  await switchRelease();
  expect((await switchRelease()).stdout).toBe('result: alreadyDone\n');
  expectSwitched();
  expect(readdirSync(bench.path('etc')).toSorted()).toEqual(['cassandra', `cassandra.before-${tag}`]);
});

test('a configuration inside of the release moves with it: nothing is renamed', async () => {
  expect((await switchRelease('-', `${bench.home}/conf`)).stdout).toBe('result: done\n');
  expect(readlinkSync(bench.home)).toBe(bench.new);
  expect(readdirSync(bench.path('etc')).toSorted()).toEqual(['cassandra', `cassandra.${tag}`]);
  expect((await switchRelease('-', `${bench.home}/conf`)).stdout).toBe('result: alreadyDone\n');
});

test('without a restore point nothing is switched', async () => {
  unlinkSync(bench.path(`state/prod1/${tag}/restore-point/complete`));
  await expectRefused('no restore point');
});

test('a release that was not unpacked to its end is not switched to', async () => {
  unlinkSync(`${bench.new}/.ringlift-sha256`);
  await expectRefused('was not unpacked to its end');
});

test('a running process is not switched away from', async () => {
  await bench.startJvm();
  await expectRefused('the process runs');
});

test('a node that runs on the new release already is found done', async () => {
  await switchRelease();
  await bench.startJvm();
  expect((await switchRelease()).stdout).toBe('result: alreadyDone\n');
});

test('an installation that is no symlink is not switched', async () => {
  unlinkSync(bench.home);
  cpSync(bench.old, bench.home, { recursive: true });
  const answer = await switchRelease();
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/is no symlink/);
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
});

test('a switch to where no configuration lies is refused', async () => {
  unlinkSync(`${bench.new}/conf/cassandra.yaml`);
  const answer = await switchRelease('-', `${bench.home}/conf`);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toMatch(/no cassandra.yaml in .* after the switch/);
});

test('cut off at any of its commands it is finished by running again', { timeout: 300_000 }, async () => {
  const kept = keepTree();
  for (let at = 1, ended = false; !ended; at += 1) {
    kept.putBack();
    ended = await bench.changeCutOff(at, 'switch-release', args());
    expect(await switchRelease(), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
    expectSwitched();
    expect(bench.read(`etc/cassandra.before-${tag}/cassandra.yaml`)).toBe('cluster_name: prod1\n');
    if (ended) expect(at).toBeGreaterThan(4);
  }
});

test(
  'cut off before its end, the next action of any kind finds the configuration as it was before',
  { timeout: 300_000 },
  async () => {
    const kept = keepTree();
    for (let at = 1, ended = false; !ended; at += 1) {
      kept.putBack();
      ended = await bench.changeCutOff(at, 'switch-release', args());
      expect(await bench.change('lock-host'), `cut off at ${at}`).toMatchObject({ exitCode: 0, stderr: '' });
      const isSwitched = readlinkSync(bench.home) === bench.new;
      expect(bench.read('etc/cassandra/cassandra.yaml')).toBe(
        isSwitched ? 'merged: outside\n' : 'cluster_name: prod1\n',
      );
      if (!isSwitched) expect(bench.read(`etc/cassandra.${tag}/cassandra.yaml`)).toBe('merged: outside\n');
      expect(bench.has('state/prod1/switching')).toBe(false);
      if (ended) expect(isSwitched).toBe(true);
    }
  },
);

test('what an earlier switch set aside is never lost, nor buried in it', async () => {
  await switchRelease();
  // Taken back by hand, with a copy left where it was.
  rmSync(bench.conf, { recursive: true });
  cpSync(`${bench.conf}.before-${tag}`, bench.conf, { recursive: true });
  bench.write('etc/cassandra/cassandra.yaml', 'cluster_name: prod1\nmended: true\n');
  unlinkSync(bench.home);
  symlinkSync(bench.old, bench.home);
  bench.write(`etc/cassandra.${tag}/cassandra.yaml`, 'merged: outside\n');
  expect((await switchRelease()).stdout).toBe('result: done\n');
  expectSwitched();
  expect(bench.read(`etc/cassandra.before-${tag}/cassandra.yaml`)).toMatch(/mended/);
  const aside = readdirSync(bench.path('etc')).filter((name) => /before-.*\.\d{8}T\d{6}Z$/.test(name));
  expect(aside).toHaveLength(1);
  expect(bench.read(`etc/${aside[0]}/cassandra.yaml`)).toBe('cluster_name: prod1\n');
});

function args(stagedAt = staged, conf = bench.conf): string[] {
  return [tag, conf, bench.home, bench.releases, bench.new, stagedAt];
}

function switchRelease(stagedAt?: string, conf?: string) {
  return bench.change('switch-release', args(stagedAt, conf));
}

function expectSwitched(): void {
  expect(readlinkSync(bench.home)).toBe(bench.new);
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('merged: outside\n');
  expect(bench.has(`etc/cassandra.${tag}`)).toBe(false);
  expect(bench.has('opt/cassandra.ringlift-new')).toBe(false);
}

async function expectRefused(why: string): Promise<void> {
  const answer = await switchRelease();
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toContain(why);
  expect(readlinkSync(bench.home)).toBe(bench.old);
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
  expect(bench.has(`etc/cassandra.${tag}`)).toBe(true);
}

/** The host as it is now, to begin from again and again. */
function keepTree(): { readonly putBack: () => void } {
  const names = ['etc', 'opt', 'state'];
  for (const name of names) cpSync(bench.path(name), bench.path('kept', name), copying);
  return {
    putBack() {
      for (const name of names) {
        rmSync(bench.path(name), { recursive: true, force: true });
        cpSync(bench.path('kept', name), bench.path(name), copying);
      }
    },
  };
}

const copying = { recursive: true, verbatimSymlinks: true };
