import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { isRunning } from '../process-table.ts';
import { HostBench } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('it waits until the process is gone, however early the stop command returns', async () => {
  const pid = await bench.startJvm();
  const stop = bench.program('stop', `(sleep 1.5; kill ${pid}) >/dev/null 2>&1 &`);
  const from = Date.now();
  const answer = await stopNode([stop, 'cassandra'], 30);
  expect(answer).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect(Date.now() - from).toBeGreaterThan(1_400);
  expect(isRunning(pid)).toBe(false);
  expect(bench.events).toEqual(['stop-node begin', 'stop-node end done']);
});

test('the stop command gets its words as they are', async () => {
  const pid = await bench.startJvm();
  const stop = bench.program('stop', `printf '%s|' "$@" >${bench.path('words')}; kill ${pid}`);
  await stopNode([stop, 'two words', '$HOME', '*'], 30);
  expect(bench.read('words')).toBe('two words|$HOME|*|');
});

test('a node that is stopped already is not stopped again', async () => {
  const stop = bench.program('stop', `echo stopped >${bench.path('stopped')}`);
  expect((await stopNode([stop], 30)).stdout).toBe('result: alreadyDone\n');
  expect(bench.has('stopped')).toBe(false);
});

test('a process that does not go within the limit is refused and named, with what the command returned', async () => {
  const pid = await bench.startJvm(bench.jvmWords(bench.conf, "trap '' TERM;"));
  const stop = bench.program('stop', `kill ${pid}; exit 3`);
  const answer = await stopNode([stop], 1);
  expect(answer).toMatchObject({ exitCode: exitCodes.notAsExpected, stdout: '' });
  expect(answer.stderr).toBe(`the stop command exited 3 and process ${pid} still runs\n`);
  expect(isRunning(pid)).toBe(true);
  expect(bench.events.at(-1)).toBe('stop-node refused exit-78');
});

test('a stop command that fails does not matter when the process is gone', async () => {
  const pid = await bench.startJvm();
  const stop = bench.program('stop', `kill ${pid}; exit 1`);
  expect((await stopNode([stop], 30)).stdout).toBe('result: done\n');
});

test('another node on the same machine is none of its business', async () => {
  const other = await bench.startJvm(bench.jvmWords(`${bench.conf}0`));
  const stop = bench.program('stop', 'exit 0');
  expect((await stopNode([stop], 5)).stdout).toBe('result: alreadyDone\n');
  expect(isRunning(other)).toBe(true);
});

test('what the stop command leaves running does not keep the host locked', async () => {
  const pid = await bench.startJvm();
  const stop = bench.program(
    'stop',
    `kill ${pid}; sleep 20 >/dev/null 2>&1 </dev/null & echo $! >${bench.path('left')}`,
  );
  expect((await stopNode([stop], 30)).stdout).toBe('result: done\n');
  const left = Number(bench.read('left'));
  expect(isRunning(left)).toBe(true);
  const from = Date.now();
  expect((await bench.change('lock-host')).exitCode).toBe(0);
  expect(Date.now() - from).toBeLessThan(15_000);
  process.kill(left);
});

function stopNode(command: readonly string[], limitSeconds: number) {
  const places = [String(limitSeconds), bench.conf, bench.home, bench.releases];
  return bench.change('stop-node', [...places, ...command]);
}

test("by the file of its process's number the node gets TERM, and nothing else ever does", async () => {
  const file = bench.path('cassandra.pid');
  const pid = await bench.startJvm();
  bench.write('cassandra.pid', `${process.pid}\n`);
  const answer = await stopNode(['ringlift-pid-file', file], 5);
  expect(answer.exitCode).toBe(exitCodes.notAsExpected);
  expect(answer.stderr).toContain(`names process ${process.pid}, and Cassandra runs as ${pid}`);
  bench.write('cassandra.pid', `${pid}\n`);
  expect((await stopNode(['ringlift-pid-file', file], 30)).stdout).toBe('result: done\n');
  expect(isRunning(pid)).toBe(false);
});
