import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { isRunning } from './process-table.ts';
import { makeKey, RealSshd } from './real-sshd.ts';

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

test("what the login shell's start-up files print is no part of the output", async () => {
  const chatty = await RealSshd.start({
    config: ['ForceCommand printf "Welcome!\\nToday: "; eval "$SSH_ORIGINAL_COMMAND"'],
  });
  const own = new SshHosts(options);
  try {
    const pieces: string[] = [];
    const welcome = await own.get(chatty.settings());
    const onOutput = (piece: string) => void pieces.push(piece);
    const result = await welcome.run('echo out', { timeoutMillis: 30_000, onOutput });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'out\n' });
    expect(pieces.join('')).toBe('out\n');
  } finally {
    await own.close();
    await chatty.stop();
  }
});

test('output beyond the cap is OutputTooLong, and the command is ended', async () => {
  const file = join(sshd.folder, 'talker');
  const run = host.run(`echo $$ >"$1"; while :; do echo and so on; done`, {
    args: [file],
    timeoutMillis: 30_000,
    maxOutputBytes: 10_000,
  });
  await expect(run).rejects.toMatchObject({
    name: 'OutputTooLong',
    message: expect.stringContaining('more than 10000 bytes'),
  });
  expect(isRunning(Number(readFileSync(file, 'utf8')))).toBe(false);
});

test('output up to the cap arrives whole', async () => {
  const { stdout } = await host.run('head -c 3000000 /dev/zero | tr "\\0" x; sleep 0.3; echo end', {
    timeoutMillis: 30_000,
    maxOutputBytes: 3_000_100,
  });
  expect(stdout.length).toBe(3_000_004);
  expect(stdout.endsWith('xend\n')).toBe(true);
});

test('characters that are cut between two packets arrive whole, in pieces and in the result', async () => {
  const pieces: string[] = [];
  // é is C3 A9, the sign of the euro E2 82 AC.
  const script = `printf '\\303'; sleep 0.2; printf '\\251 \\342\\202'; sleep 0.2; printf '\\254'; sleep 0.2; printf '\\303' >&2; sleep 0.2; printf '\\251' >&2`;
  const result = await host.run(script, { timeoutMillis: 30_000, onOutput: (piece) => pieces.push(piece) });
  expect(result).toMatchObject({ stdout: 'é €', stderr: 'é' });
  expect(pieces).toEqual(['é ', '€']);
});

test('input comes through from a stream, a buffer and a string, and no input is an empty one', async () => {
  const count = async (input?: Readable | Buffer | string) =>
    (await host.run('sha256sum; true', { input, timeoutMillis: 30_000 })).stdout.slice(0, 8);
  const big = Buffer.alloc(5_000_000, 'ringlift');
  const ofStream = await count(Readable.from([big.subarray(0, 1_234_567), big.subarray(1_234_567)]));
  expect(ofStream).toBe(await count(big));
  expect(await count('abc')).toBe('ba7816bf');
  expect(await count()).toBe('e3b0c442');
});

test('an exit that arrives in one packet with the start is not missed', async () => {
  const file = join(sshd.folder, 'quick_host');
  const known = makeKey(file, 'ed25519');
  const quick = new ssh2.Server({ hostKeys: [readFileSync(file)] }, (client) => {
    client.on('authentication', (login) => login.accept());
    client.on('error', () => {});
    client.on('session', (acceptSession) => {
      acceptSession().on('exec', (acceptExec) => {
        // The answers to the request leave in one piece.
        const socket = (client as unknown as { _sock: Socket })._sock;
        socket.cork();
        const channel = acceptExec();
        channel.write('ringlift-group 4242\nquick\n');
        channel.exit(3);
        channel.end();
        socket.uncork();
      });
    });
  }).listen(0, '127.0.0.1');
  await once(quick, 'listening');
  const { port } = quick.address() as AddressInfo;
  const knownHostsFile = join(sshd.folder, 'quick_known');
  writeFileSync(knownHostsFile, `[127.0.0.1]:${port} ${known}\n`);
  const own = new SshHosts(options);
  const quickHost = await own.get(sshd.settings({ port, knownHostsFile }));
  for (let count = 0; count < 20; count++) {
    const result = await quickHost.run('true', { timeoutMillis: 30_000 });
    expect(result).toMatchObject({ exitCode: 3, stdout: 'quick\n' });
  }
  await own.close();
  quick.close();
});

test('a command that ends without reading its input ends the run, and lets go of the source', async () => {
  let closed = false;
  const source = new Readable({
    read() {
      this.push(Buffer.alloc(65_536));
    },
    destroy(_error, done) {
      closed = true;
      done(null);
    },
  });
  const result = await host.run('echo enough; exit 3', { input: source, timeoutMillis: 30_000 });
  expect(result).toMatchObject({ exitCode: 3, stdout: 'enough\n' });
  expect(closed).toBe(true);
});

test('an input that fails ends the command and throws the failure of the input', async () => {
  const source = Readable.from(
    (function* () {
      yield 'first';
      throw new Error('the disk of the worker is gone');
    })(),
  );
  const run = host.run('cat >/dev/null; echo done', { input: source, timeoutMillis: 30_000 });
  await expect(run).rejects.toThrow('the disk of the worker is gone');
});

test('a daemon that keeps the output open does not hold up the run', async () => {
  const file = join(sshd.folder, 'daemon');
  const result = await host.run('setsid sleep 600 & echo $! >"$1"; echo started', {
    args: [file],
    timeoutMillis: 30_000,
  });
  expect(result).toMatchObject({ exitCode: 0, stdout: 'started\n' });
  expect(result.tookMillis).toBeLessThan(20_000);
  const pid = Number(readFileSync(file, 'utf8'));
  expect(isRunning(pid)).toBe(true);
  process.kill(pid);
});

test('a command ended by a signal is an error that names the signal', async () => {
  const run = host.run('echo before >&2; kill -KILL $$', { timeoutMillis: 30_000 });
  await expect(run).rejects.toMatchObject({
    name: 'CommandFailed',
    message: expect.stringMatching(/SIGKILL.*before/s),
  });
});
