import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { readSections } from '../../../../activities/hosts/sections.ts';
import { HostBench, tag } from './host-bench.ts';
import { stamp } from './rolled-node.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
  bench.write(`state/prod1/${tag}/restore-point/complete`, 'now\n');
  bench.write(`state/prod1/${tag}/restore-point/conf/cassandra.yaml`, 'cluster_name: prod1\n');
});
afterEach(() => bench.end());

test('it gets both releases in its environment, and its words as they are', async () => {
  const command = bench.program(
    'installer',
    `echo "$RINGLIFT_RELEASE $RINGLIFT_FORMER|$*" >${bench.path('said')}`,
  );
  const answer = await run([command, '--to', '4.0.7', '$(touch /nowhere)']);
  expect(answer).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect(bench.read('said')).toBe('4.0.7 3.11.11|--to 4.0.7 $(touch /nowhere)\n');
});

test('what fails tells its code and its last words', async () => {
  const command = bench.program('installer', 'echo no licence >&2; exit 3');
  const answer = await run([command]);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain('install exited 3: no licence');
});

test('nothing is run below a running process, without a restore point, or in the midst of a way back', async () => {
  const command = bench.program('installer', `touch ${bench.path('was-run')}`);
  const pid = await bench.startJvm();
  expect((await run([command])).stderr).toContain('the process runs');
  process.kill(pid, 'SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 200));
  bench.write(`state/prod1/${tag}/rollback.json`, '{}');
  expect((await run([command])).stderr).toContain('a way back was begun');
  expect(bench.has('was-run')).toBe(false);
  expect((await run([command], 'goBack')).stdout).toBe('result: done\n');
});

test('an installer that starts the service is found out', async () => {
  const words = bench.jvmWords().map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const command = bench.program('installer', `${words.join(' ')} 9>&- >/dev/null 2>&1 &\nsleep 1`);
  expect((await run([command])).stderr).toMatch(/install started the service, process \d+ : stop it/);
});

test('whether a release is installed is asked in the same words, and what the home holds is looked at', async () => {
  const command = bench.program('has', '[ "$RINGLIFT_RELEASE" != 6.0-alpha2 ] || exit 1; echo yes');
  const home = bench.path('vendor');
  const ask = async (release: string, folder = `apache-cassandra-${release}`) => {
    const args = ['5', home, `${home}/${folder}`, release, '5.0.9', command];
    const answer = (await bench.run('ask-installer', args)).stdout;
    const { asked, inUse } = readSections('bench', answer, ['asked', 'inUse']);
    return [asked?.exitCode, inUse?.exitCode, inUse?.stdout.trim()];
  };
  expect(await ask('5.0.9')).toEqual([0, 1, home]);
  bench.write('vendor/lib/apache-cassandra-5.0.9.jar', '');
  expect(await ask('5.0.9')).toEqual([0, 0, `${home}/apache-cassandra-5.0.9`]);
  expect(await ask('6.0-alpha2')).toEqual([1, 1, `${home}/apache-cassandra-5.0.9`]);
  // Of two jars nobody knows which one is started.
  bench.write('vendor/lib/apache-cassandra-6.0-alpha2.jar', '');
  expect(await ask('5.0.9')).toEqual([0, 1, home]);
});

test('what is in use behind a link is told by its jar, and by its folder where there is none', async () => {
  const home = bench.path('vendor');
  const inUse = async (name: string) => {
    const args = ['5', home, `${home}/${name}`, 'x', 'y', 'true'];
    return readSections('bench', (await bench.run('ask-installer', args)).stdout, ['inUse'])['inUse'];
  };
  bench.write('real/lib/apache-cassandra-4.0.7.jar', '');
  symlinkSync(bench.path('real'), home);
  expect(await inUse('apache-cassandra-4.0.7')).toMatchObject({ exitCode: 0 });
  expect(await inUse('apache-cassandra-3.11.11')).toMatchObject({ exitCode: 1 });
  bench.write('dse-5.1.4/lib/dse-core-5.1.4.jar', '');
  rmSync(home);
  symlinkSync(bench.path('dse-5.1.4'), home);
  expect(await inUse('dse-5.1.4')).toMatchObject({ exitCode: 0 });
  expect(await inUse('apache-cassandra-4.0.7')).toMatchObject({
    ...{ exitCode: 1, stdout: `${bench.path('dse-5.1.4')}\n` },
  });
});

test('the configuration of the restore point comes back, and what lay there is set aside', async () => {
  bench.write('etc/cassandra/cassandra.yaml', 'of the installer\n');
  const back = () => bench.change('put-back-conf', [tag, stamp, bench.conf]);
  expect((await back()).stdout).toBe('result: done\n');
  expect(bench.read('etc/cassandra/cassandra.yaml')).toBe('cluster_name: prod1\n');
  expect(readFileSync(`${bench.conf}.${tag}.aside-${stamp}/cassandra.yaml`, 'utf8')).toBe(
    'of the installer\n',
  );
  expect(bench.read(`state/prod1/${tag}/rolled-back/${stamp}/asides`)).toContain(
    `${bench.conf}.${tag}.aside-${stamp}`,
  );
  expect((await back()).stdout).toBe('result: alreadyDone\n');
  expect(existsSync(`${bench.conf}.${tag}.back`)).toBe(false);
});

function run(command: readonly string[], verb = 'install') {
  return bench.change('run-installer', [
    ...[tag, verb, '20', bench.conf, bench.home, bench.releases, '4.0.7', '3.11.11'],
    ...command,
  ]);
}
