import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { isRunning } from './process-table.ts';
import { RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;
let host: Host;
/** The name of a script is its text here. */
const options = { textOf: (script: string) => script };

beforeAll(async () => {
  sshd = await RealSshd.start();
  hosts = new SshHosts(options);
  host = await hosts.get(sshd.settings());
});
afterAll(async () => {
  await hosts.close();
  await sshd.stop();
});

test('a run returns exit code, both outputs and the time, and no word of the supervisor', async () => {
  const result = await host.run('echo out; echo err >&2; exit 7', { timeoutMillis: 30_000 });
  expect(result).toMatchObject({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
  expect(result.tookMillis).toBeGreaterThanOrEqual(0);
});

test('a login shell that starts nothing is an error, not the exit code of the script', async () => {
  const shut = await RealSshd.start({ config: ['ForceCommand echo This account is closed.; exit 1'] });
  const own = new SshHosts(options);
  try {
    const closed = await own.get(shut.settings());
    await expect(closed.run('true', { timeoutMillis: 30_000 })).rejects.toMatchObject({
      name: 'CommandFailed',
      message: expect.stringMatching(
        /login shell of \S+ did not start.*exit code 1: This account is closed/s,
      ),
    });
  } finally {
    await own.close();
    await shut.stop();
  }
});

test('the time limit ends the command on the host, its children too', async () => {
  const file = join(sshd.folder, 'pids');
  const script = `sleep 600 & echo $! $$ >"$1"; wait`;
  const run = host.run(script, { args: [file], timeoutMillis: 2_000 });
  await expect(run).rejects.toMatchObject({
    name: 'CommandTimedOut',
    message: expect.stringContaining('its process group was ended'),
  });
  const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  expect(pids.filter(isRunning)).toEqual([]);
});

test('a command that the login shell was slow to begin is ended as soon as it began', async () => {
  const file = join(sshd.folder, 'late');
  const slow = await RealSshd.start({ config: ['ForceCommand sleep 2; eval "$SSH_ORIGINAL_COMMAND"'] });
  const own = new SshHosts(options);
  try {
    const late = await own.get(slow.settings());
    const run = late.run(`echo $$ >"$1"; sleep 600`, { args: [file], timeoutMillis: 200 });
    await expect(run).rejects.toMatchObject({
      name: 'CommandTimedOut',
      message: expect.stringContaining('its process group was ended'),
    });
    expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(false);
  } finally {
    await own.close();
    await slow.stop();
  }
});

test('a command that heeds no TERM is killed after the limit', async () => {
  const file = join(sshd.folder, 'stubborn');
  const script = `trap '' TERM; echo $$ >"$1"; while :; do sleep 1; done`;
  const run = host.run(script, { args: [file], timeoutMillis: 2_000 });
  await expect(run).rejects.toMatchObject({
    name: 'CommandTimedOut',
    message: expect.stringContaining('its process group was ended'),
  });
  expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(false);
});

test('the host itself ends a command whose worker is gone', async () => {
  const own = new SshHosts(options);
  const file = join(sshd.folder, 'orphan');
  const lonely = await own.get(sshd.settings({ connectTimeout: '21s' }));
  const run = lonely.run(`echo $$ >"$1"; sleep 600`, { args: [file], timeoutMillis: 1_000 });
  const failed = expect(run).rejects.toMatchObject({ name: 'NodeUnreachable' });
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  const pid = Number(readFileSync(file, 'utf8'));
  await own.close();
  await failed;
  expect(isRunning(pid)).toBe(true);
  await until(() => !isRunning(pid));
});

test('an aborted run throws the reason, and its command is ended', async () => {
  const file = join(sshd.folder, 'aborted');
  const abort = new AbortController();
  const reason = new Error('cancelled by the operator');
  const run = host.run(`echo $$ >"$1"; sleep 600`, {
    args: [file],
    timeoutMillis: 60_000,
    signal: abort.signal,
  });
  const failed = expect(run).rejects.toBe(reason);
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  abort.abort(reason);
  await failed;
  expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(false);
});

test('thirty runs at once on one connection all come back, eight at a time', async () => {
  const running = join(sshd.folder, 'running');
  const script = `mkdir -p "$1"; : >"$1/$2"; ls "$1" | wc -l; sleep 0.1; rm "$1/$2"`;
  const before = sshd.acceptedConnections;
  const runs = Array.from({ length: 30 }, (_, index) =>
    host.run(script, { args: [running, String(index)], timeoutMillis: 30_000 }),
  );
  const results = await Promise.all(runs);
  expect(results.map((result) => result.exitCode)).toEqual(Array(30).fill(0));
  const most = Math.max(...results.map((result) => Number(result.stdout)));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
  expect(sshd.acceptedConnections).toBe(before);
});

test('a server that allows fewer sessions is found out, and all runs come back', async () => {
  const strict = await RealSshd.start({ config: ['MaxSessions 2'] });
  const own = new SshHosts(options);
  try {
    const narrow = await own.get(strict.settings());
    const runs = Array.from({ length: 12 }, (_, index) =>
      narrow.run('sleep 0.1; echo "$1"', { args: [String(index)], timeoutMillis: 30_000 }),
    );
    expect((await Promise.all(runs)).map((result) => result.stdout.trim())).toEqual(
      runs.map((_, index) => String(index)),
    );
    expect(strict.acceptedConnections).toBe(1);
  } finally {
    await own.close();
    await strict.stop();
  }
});

test('a server that allows no sessions is told as such', async () => {
  const strict = await RealSshd.start({ config: ['MaxSessions 0'] });
  const own = new SshHosts(options);
  try {
    const none = await own.get(strict.settings());
    await expect(none.run('true', { timeoutMillis: 30_000 })).rejects.toMatchObject({
      name: 'CommandFailed',
      message: expect.stringMatching(/did not start.*Nothing was changed.*MaxSessions/s),
    });
  } finally {
    await own.close();
    await strict.stop();
  }
});

test('a connection cut in the middle of a command says that its effect is not known, and the next run connects anew', async () => {
  const file = join(sshd.folder, 'cut');
  const run = host.run(`echo $$ >"$1"; sleep 600`, { args: [file], timeoutMillis: 3_000 });
  const failed = expect(run).rejects.toMatchObject({
    name: 'NodeUnreachable',
    message: expect.stringMatching(/Changed: not known.*Look at the node/s),
  });
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  const before = sshd.acceptedConnections;
  sshd.cutConnections();
  await failed;
  expect(await host.run('echo back', { timeoutMillis: 30_000 })).toMatchObject({ stdout: 'back\n' });
  expect(sshd.acceptedConnections).toBe(before + 1);
});

test('a command line that no host could take is refused before anything is sent', async () => {
  const run = host.run('true', { args: ['x'.repeat(140_000)], timeoutMillis: 30_000 });
  await expect(run).rejects.toThrow(/too long for a command line/);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
