import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
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

test('whether a release is installed is asked in the same words', async () => {
  const command = bench.program('has', '[ "$RINGLIFT_RELEASE" = 4.0.7 ] || exit 1; echo yes');
  const ask = async (release: string) =>
    (await bench.run('ask-installer', ['5', release, '3.11.11', command])).stdout;
  expect(await ask('4.0.7')).toMatch(/^asked 0 /);
  expect(await ask('3.11.11')).toMatch(/^asked 1 /);
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
