import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { groupLine } from '../../../../activities/hosts/remote-script.ts';
import { isRunning, signalAll } from '../process-table.ts';
import { HostBench, tag, until } from './host-bench.ts';

let bench: HostBench;
const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
beforeEach(() => {
  bench = new HostBench();
  unlinkSync(bench.home);
  symlinkSync(bench.new, bench.home);
  mkdirSync(bench.new);
  bench.write('data/shop/cart/nb-1-big-Data.db', 'data');
  mkdirSync(bench.path('hints'));
  writeFolders(user);
  bench.program('start', `echo "output of the start"; ${inBackground()}`);
});
afterEach(() => bench.end());

test('the service is started on folders that are what they were, and its process is waited for', async () => {
  const answer = await startNode();
  expect(answer).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  await until(() => isRunning(started()));
  expect(bench.read(`state/prod1/${tag}/start-output`)).toBe('output of the start\n');
});

test('where the log stood at the start is marked by inode and byte', async () => {
  bench.write('log/system.log', '12345');
  await startNode();
  expect(bench.read(`state/prod1/${tag}/log-mark`)).toBe(`${statSync(bench.log).ino} 5\n`);
});

test('a log that is not there yet is marked as none', async () => {
  unlinkSync(bench.log);
  await startNode();
  expect(bench.read(`state/prod1/${tag}/log-mark`)).toBe('0 0\n');
});

test('a node that runs is not started again, and its mark stays', async () => {
  await startNode();
  const pid = started();
  bench.write('log/system.log', 'a line of the start');
  expect((await startNode()).stdout).toBe('result: alreadyDone\n');
  expect(started()).toBe(pid);
  expect(bench.read(`state/prod1/${tag}/log-mark`)).toMatch(/ 0\n$/);
});

const withJar = (jar: string) => {
  const words = bench.jvmWords();
  return words.toSpliced(-1, 0, '-cp', `${bench.conf}:${jar}`);
};

test('a process of another release is not the one that was to be started: it is named and left alone', async () => {
  const [older, gone] = [
    `${bench.old}/lib/apache-cassandra-5.0.9.jar`,
    `${bench.home}/lib/cassandra-all-5.0.9.jar`,
  ];
  bench.write(relative(bench.path('.'), older), 'jar');
  // By the folder of the old release, or through the symlink before it was switched: there is no such jar behind it now.
  for (const jar of [older, gone]) {
    const pid = await bench.startJvm(withJar(jar));
    const answer = await startNode();
    expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
    expect(answer.stderr).toContain(`process ${pid} runs already, of ${jar}, which is not of ${bench.new}`);
    expect(isRunning(pid)).toBe(true);
    signalAll([pid], 'SIGKILL');
    await until(() => !isRunning(pid));
  }
});

test('a process of the release that was to be started counts, whoever started it, also by the symlink', async () => {
  bench.write(relative(bench.path('.'), `${bench.new}/lib/apache-cassandra-6.0.0.jar`), 'jar');
  const pid = await bench.startJvm(withJar(`${bench.home}/bin/../lib/apache-cassandra-6.0.0.jar`));
  mkdirSync(join(bench.new, 'bin'));
  expect((await startNode()).stdout).toBe('result: alreadyDone\n');
  expect(isRunning(pid)).toBe(true);
  expect(bench.has('pid')).toBe(false);
});

test('of a package the jar of a running process tells its release', async () => {
  unlinkSync(bench.home);
  bench.write(relative(bench.path('.'), `${bench.home}/apache-cassandra-6.0.0.jar`), 'jar');
  const package6 = args(20).map((word) =>
    word === bench.new ? `${bench.home}/apache-cassandra-6.0.0` : word,
  );
  const pid = await bench.startJvm(withJar(`${bench.home}/apache-cassandra-5.0.9.jar`));
  expect((await bench.change('start-node', package6)).stderr).toContain('which is not of');
  signalAll([pid], 'SIGKILL');
  await until(() => !isRunning(pid));
  await bench.startJvm(withJar(`${bench.home}/apache-cassandra-6.0.0.jar`));
  expect((await bench.change('start-node', package6)).stdout).toBe('result: alreadyDone\n');
});

test('a folder that is not there is refused, with what it held; nothing is started', async () => {
  renameSync(bench.path('data'), bench.path('gone'));
  await expectRefused(`${bench.path('data')} is missing; at the stop it held 1 files of ${user}`);
});

test('a folder that is empty now is refused: it may not be mounted', async () => {
  rmSync(bench.path('data/shop'), { recursive: true });
  await expectRefused(`${bench.path('data')} is empty or not mounted; at the stop it held 1 files`);
});

test('what a way back put there is what a start must find, whatever the restore point held', async () => {
  bench.write(`state/prod1/${tag}/rollback-folders`, `${user} 1 ${bench.path('hints')}\n`);
  await expectRefused(`${bench.path('hints')} is empty or not mounted; at the stop it held 1 files`);
});

test('on a node whose way back to another release was begun, nothing is started; to this one it is', async () => {
  bench.write(`state/prod1/${tag}/rollback.json`, JSON.stringify({ folder: bench.old, way: 'binaries' }));
  await expectRefused('a way back was begun on this node and is half done');
  bench.write(`state/prod1/${tag}/rollback.json`, JSON.stringify({ folder: bench.new, way: 'binaries' }));
  expect((await startNode()).stdout).toBe('result: done\n');
});

test('a folder that was empty at the stop may be empty', async () => {
  expect((await startNode()).stdout).toBe('result: done\n');
});

test('a folder that belonged to another user at the stop is refused', async () => {
  writeFolders('cassandra-of-old');
  await expectRefused(`${bench.path('data')} belongs to ${user}; at the stop to cassandra-of-old`);
});

test('an installation that does not point at the new release is not started', async () => {
  unlinkSync(bench.home);
  symlinkSync(bench.old, bench.home);
  await expectRefused(`${bench.home} does not point at ${bench.new}`);
});

test('without a restore point nothing is started', async () => {
  rmSync(bench.path(`state/prod1/${tag}/restore-point`), { recursive: true });
  await expectRefused('there is no restore point');
});

test('a service that returns 0 and whose process never appears is refused with its output', async () => {
  bench.program('start', 'echo "no such JDK"; exit 0');
  const answer = await startNode(1);
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toMatch(/exited 0 and no process appeared: no such JDK/);
  expect(bench.events).toEqual(['start-node begin', 'start-node refused exit-78']);
});

test('a daemon that dies at once is refused with its output', async () => {
  const words = bench.jvmWords().map((word, index) => (index === 2 ? 'echo "Invalid yaml"; exit 3' : word));
  bench.program('start', `${quoted(words)}; exit 0`);
  const answer = await startNode(2);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain('Invalid yaml');
});

test('a process that appears some seconds after the command returned is waited for', async () => {
  bench.program('start', `(sleep 2; ${quoted(bench.jvmWords())}) >/dev/null 2>&1 </dev/null & exit 0`);
  expect((await startNode(20)).stdout).toBe('result: done\n');
});

test('the node that was started does not keep the host locked', async () => {
  await startNode();
  const from = Date.now();
  expect((await bench.change('lock-host')).exitCode).toBe(0);
  expect(Date.now() - from).toBeLessThan(15_000);
});

test('the node that was started outlives the process group of the script', async () => {
  // As a plain command starts it, and then takes its time.
  bench.program('start', `${inBackground()}; sleep 30`);
  let group = 0;
  const onOutput = (piece: string) => (group ||= Number(groupLine.exec(piece)?.[1] ?? 0));
  const run = bench.change('start-node', args(60), { limitSeconds: 60, onOutput });
  await until(() => bench.has('pid') && isRunning(started()));
  expect(group).toBeGreaterThan(1);
  signalAll([-group], 'SIGTERM');
  expect((await run).stdout).not.toMatch(/result/);
  expect(isRunning(started())).toBe(true);
});

function args(limitSeconds: number): string[] {
  const places = [tag, bench.log, String(limitSeconds), bench.conf, bench.home, bench.releases, bench.new];
  return [...places, bench.path('bin/start'), 'cassandra'];
}

function startNode(limitSeconds = 20) {
  return bench.change('start-node', args(limitSeconds));
}

/** The shell words that start a node as a service script does, and note its process. */
function inBackground(): string {
  return `${quoted(bench.jvmWords())} >/dev/null 2>&1 </dev/null & echo $! >${bench.path('pid')}`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

function started(): number {
  return Number(bench.read('pid'));
}

function writeFolders(owner: string): void {
  const rows = [`${owner} 1 ${bench.path('data')}`, `${owner} 0 ${bench.path('hints')}`];
  bench.write(`state/prod1/${tag}/restore-point/folders`, `${rows.join('\n')}\n`);
}

async function expectRefused(why: string): Promise<void> {
  const answer = await startNode();
  expect(answer).toEqual({ exitCode: exitCodes.notAsExpected, stdout: '', stderr: `${why}\n` });
  expect(bench.has('pid')).toBe(false);
  expect(bench.has(`state/prod1/${tag}/log-mark`)).toBe(false);
}
