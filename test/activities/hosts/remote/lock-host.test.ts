import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../../../activities/hosts/exit-codes.ts';
import { HostBench, owner } from './host-bench.ts';

let bench: HostBench;
beforeEach(() => {
  bench = new HostBench();
});
afterEach(() => bench.end());

const lockFile = 'state/prod1/lock';

test('a free host is locked, with owner and fence, and the journal says so in JSON', async () => {
  const answer = await bench.change('lock-host', [], { fence: 7 });
  expect(answer).toEqual({ exitCode: 0, stdout: 'result: done\n', stderr: '' });
  expect(bench.read(lockFile)).toBe(`${owner}\n7\n`);
  expect(bench.events).toEqual(['lock-host begin', 'lock-host end done']);
  const [first] = bench.journal;
  expect(first).toMatchObject({ upgrade: 'prod1 "quoted"', fence: 7 });
  expect(first?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Math.abs(Date.parse(first?.at ?? '') - Date.now())).toBeLessThan(60_000);
});

test('our own lock is found again, and takes the newer fence', async () => {
  await bench.change('lock-host', [], { fence: 7 });
  expect((await bench.change('lock-host', [], { fence: 8 })).stdout).toBe('result: alreadyDone\n');
  expect(bench.read(lockFile)).toBe(`${owner}\n8\n`);
});

test("another upgrade's lock is refused, named, and left as it is; the journal says nothing", async () => {
  await bench.change('lock-host', [], { owner: 'default/other', fence: 1 });
  const answer = await bench.change('lock-host', [], { fence: 2 });
  expect(answer).toEqual({ exitCode: exitCodes.owned, stdout: '', stderr: 'default/other\n' });
  expect(bench.read(lockFile)).toBe('default/other\n1\n');
  expect(bench.events).toHaveLength(2);
});

test.each(['keep-file', 'unlock-host', 'make-restore-point'])(
  'an older attempt of ours is fenced off from %s',
  async (script) => {
    await bench.change('lock-host', [], { fence: 9 });
    const answer = await bench.change(script, ['tag', 'name'], { fence: 8 });
    expect(answer).toEqual({ exitCode: exitCodes.fenced, stdout: '', stderr: '9\n' });
    expect(bench.read(lockFile)).toBe(`${owner}\n9\n`);
    expect(bench.events).toHaveLength(2);
  },
);

test('a lock file that a full disk left empty is no lock', async () => {
  bench.write(lockFile, '');
  expect((await bench.change('lock-host')).stdout).toBe('result: done\n');
});

test('behind a line of the journal that was left half written the next ones are whole lines', async () => {
  const torn = '{"at":"2026-11-26T12:34:05.118Z","event":"jobEn';
  bench.write('state/prod1/journal.jsonl', torn);
  await bench.change('lock-host');
  const [first, ...others] = bench.read('state/prod1/journal.jsonl').split('\n').slice(0, -1);
  expect(first).toBe(torn);
  expect(others.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['begin', 'end']);
});

test('an action waits for the one before it, and the lock is free when that ends', async () => {
  const release = await holdFlock(bench);
  const waiting = bench.change('lock-host');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(bench.has(lockFile)).toBe(false);
  release();
  expect((await waiting).stdout).toBe('result: done\n');
});

test('after 30 s of waiting the host is busy, and nothing was written', async () => {
  await holdFlock(bench);
  const answer = await bench.change('lock-host');
  expect(answer).toMatchObject({ exitCode: exitCodes.busy, stdout: '' });
  expect(answer.stderr).toMatch(/another Ringlift action runs/);
  expect(bench.has('state/prod1/journal.jsonl')).toBe(false);
});

test('a lock is taken off once, and again means alreadyDone', async () => {
  await bench.change('lock-host');
  expect((await bench.change('unlock-host')).stdout).toBe('result: done\n');
  expect(bench.has(lockFile)).toBe(false);
  expect((await bench.change('unlock-host')).stdout).toBe('result: alreadyDone\n');
  expect((await bench.change('lock-host', [], { owner: 'default/other' })).stdout).toBe('result: done\n');
});

test("another upgrade's lock is not taken off", async () => {
  await bench.change('lock-host', [], { owner: 'default/other' });
  expect((await bench.change('unlock-host')).exitCode).toBe(exitCodes.owned);
  expect(bench.read(lockFile)).toBe('default/other\n1\n');
});

test('a state folder that can not be made is told as no space, with what the system said', async () => {
  bench.write('state', 'a file is in the way');
  const answer = await bench.change('lock-host');
  expect(answer.exitCode).toBe(exitCodes.noSpace);
  expect(answer.stderr).toMatch(/File exists|Not a directory/);
});

test('a journal that can not be written ends the action before it acts', async () => {
  bench.write('state/prod1/journal.jsonl/in-the-way', '');
  const answer = await bench.change('lock-host');
  expect(answer.exitCode).toBe(exitCodes.noSpace);
  expect(bench.has(lockFile)).toBe(false);
});

/** Holds what begin() takes, as an action that still runs does; gives what lets it go. */
async function holdFlock(on: HostBench): Promise<() => void> {
  const file = on.write('state/prod1/lock.flock', '');
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; read -r _'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(holder.stdout, 'data');
  return () => holder.stdin.end();
}
