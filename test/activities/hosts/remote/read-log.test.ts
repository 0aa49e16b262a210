import { appendFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, tag } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

test('what the log got since the mark is read, and nothing before it', async () => {
  bench.write('log/system.log', 'INFO before\n');
  mark();
  appendFileSync(bench.log, 'INFO after\nERROR new\n');
  expect(await readLog()).toBe('bytes 12 33\nINFO after\nERROR new\n');
});

test('a log that was rotated since is read from its beginning', async () => {
  bench.write('log/system.log', 'INFO before\n');
  mark();
  renameSync(bench.log, `${bench.log}.1`);
  bench.write('log/system.log', 'INFO a longer line than before\n');
  expect(await readLog()).toBe('bytes 0 31\nINFO a longer line than before\n');
});

test('a log that was emptied since is read from its beginning', async () => {
  bench.write('log/system.log', 'INFO before\n');
  mark();
  bench.write('log/system.log', 'INFO new\n');
  expect(await readLog()).toBe('bytes 0 9\nINFO new\n');
});

test('without a mark it is read since the last start', async () => {
  const start = 'INFO [main] CassandraDaemon.java:1 - Hostname: cass1\n';
  bench.write('log/system.log', `${start}ERROR of the run before\n${start}INFO of this run\n`);
  expect(await readLog()).toBe(`bytes 77 147\n${start}INFO of this run\n`);
});

test('without a mark and without a start in it, all of it is read', async () => {
  bench.write('log/system.log', 'INFO one\n');
  expect(await readLog()).toBe('bytes 0 9\nINFO one\n');
});

test('a log that was not there at the start is read whole', async () => {
  bench.write(`state/prod1/${tag}/log-mark`, '0 0\n');
  bench.write('log/system.log', 'INFO one\n');
  expect(await readLog()).toBe('bytes 0 9\nINFO one\n');
});

// Around the limits of one and of two pieces.
test.each([399_999, 400_001, 600_000, 800_000])('of %d bytes none is left out', async (size) => {
  const text = numbered(size);
  bench.write('log/system.log', text);
  mark(0);
  expect(await readLog()).toBe(`bytes 0 ${size}\n${text}`);
});

test('of a longer log the first and the last 400 KB are read', async () => {
  const text = numbered(1_000_000);
  bench.write('log/system.log', text);
  mark(0);
  expect(await readLog()).toBe(`bytes 0 1000000\n${text.slice(0, 400_000)}\n${text.slice(-400_000)}`);
});

test('a log that is not there is told', async () => {
  unlinkSync(bench.log);
  const answer = await bench.run('read-log', [bench.state, tag, bench.log]);
  expect(answer).toEqual({ exitCode: exitCodes.notAsExpected, stdout: '', stderr: `no log ${bench.log}\n` });
});

test('look-log gives WARN and ERROR lines alone', async () => {
  bench.write('log/system.log', 'INFO a\nWARN  [x] b\n\tat frame WARN\nERROR [y] c\nDEBUG d\n');
  expect(await bench.run('look-log', [bench.log])).toEqual({
    exitCode: 0,
    stdout: 'WARN  [x] b\nERROR [y] c\n',
    stderr: '',
  });
});

test('look-log of a log without any such line is no failure, of no log it is', async () => {
  bench.write('log/system.log', 'INFO a\n');
  expect(await bench.run('look-log', [bench.log])).toMatchObject({ exitCode: 0, stdout: '' });
  expect((await bench.run('look-log', ['/nonexistent.log'])).exitCode).toBe(exitCodes.notAsExpected);
});

async function readLog(): Promise<string> {
  const answer = await bench.run('read-log', [bench.state, tag, bench.log]);
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  return answer.stdout;
}

/** The mark that a start leaves: by default where the log stands now. */
function mark(byte = statSync(bench.log).size): void {
  bench.write(`state/prod1/${tag}/log-mark`, `${statSync(bench.log).ino} ${byte}\n`);
}

function numbered(size: number): string {
  const lines = Array.from({ length: Math.ceil(size / 10) }, (_, index) => String(index).padStart(9, '0'));
  return `${lines.join('\n')}\n`.slice(0, size);
}
