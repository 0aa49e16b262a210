import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { makeKey, RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;

beforeAll(async () => {
  sshd = await RealSshd.start();
});
afterEach(() => hosts.close());
afterAll(() => sshd.stop());

/** Logs in and asks who it became. */
async function logIn(over: Partial<SpecInput['ssh']>, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  hosts = new SshHosts({ environment, textOf: (script) => script });
  const host = await hosts.get(sshd.settings(over));
  return (await host.run('id -un', { timeoutMillis: 30_000 })).stdout.trim();
}

function newKey(
  name: string,
  ...how: [type: Parameters<typeof makeKey>[1], passphrase?: string, ...options: string[]]
): string {
  const file = join(sshd.folder, name);
  makeKey(file, ...how);
  sshd.authorize(`${file}.pub`);
  return file;
}

test.each([
  ['ed25519', 'OpenSSH', []],
  ['rsa', 'OpenSSH', []],
  ['ecdsa', 'OpenSSH', []],
  ['rsa', 'PEM', ['-m', 'PEM']],
  ['ecdsa', 'PEM', ['-m', 'PEM']],
  ['rsa', 'PKCS#8', ['-m', 'PKCS8']],
  ['ecdsa', 'PKCS#8', ['-m', 'PKCS8']],
] as const)('an %s key in %s format logs in, plain and encrypted', async (type, format, options) => {
  const plain = newKey(`${type}_${format.replace('#', '')}`, type, '', ...options);
  expect(await logIn({ privateKeyFile: plain })).toBe(sshd.user);
  await hosts.close();
  const encrypted = newKey(`${type}_${format.replace('#', '')}_encrypted`, type, 'open sesame', ...options);
  const over = { privateKeyFile: encrypted, passphraseEnv: 'KEY_PASSPHRASE' };
  expect(await logIn(over, { KEY_PASSPHRASE: 'open sesame' })).toBe(sshd.user);
});

test('an encrypted key without its passphrase says which variable is wanted', async () => {
  const file = newKey('locked', 'ed25519', 'secret');
  await expect(logIn({ privateKeyFile: file })).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringMatching(/is encrypted.*ssh\.passphraseEnv/s),
  });
  await expect(logIn({ privateKeyFile: file, passphraseEnv: 'NOT_SET' })).rejects.toMatchObject({
    message: expect.stringContaining('NOT_SET, which is not set'),
  });
  await expect(
    logIn({ privateKeyFile: file, passphraseEnv: 'WRONG' }, { WRONG: 'guess' }),
  ).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringMatching(/can not be opened.*Check the passphrase in WRONG/s),
  });
});

test('a passphrase never shows in an error', async () => {
  const file = newKey('hush', 'ed25519', 'secret');
  const error: unknown = await logIn(
    { privateKeyFile: file, passphraseEnv: 'P' },
    { P: 'hunter2-hunter2' },
  ).catch((e: unknown) => e);
  expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain('hunter2');
});

test('a key file that is not there, is a public key or is no key at all is refused before anything is tried', async () => {
  const before = sshd.acceptedConnections;
  await expect(logIn({ privateKeyFile: join(sshd.folder, 'none') })).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringMatching(/none can not be read.*ENOENT/s),
  });
  await expect(logIn({ privateKeyFile: `${sshd.keyFile}.pub` })).rejects.toMatchObject({
    message: expect.stringContaining('holds no private key'),
  });
  const rubbish = join(sshd.folder, 'rubbish');
  writeFileSync(rubbish, 'not a key\n');
  await expect(logIn({ privateKeyFile: rubbish })).rejects.toMatchObject({
    message: expect.stringContaining('can not be opened'),
  });
  const pkcs8 = join(sshd.folder, 'ed25519_pkcs8');
  writeFileSync(pkcs8, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await expect(logIn({ privateKeyFile: pkcs8 })).rejects.toMatchObject({
    message: expect.stringContaining('ssh-keygen -t ed25519'),
  });
  expect(sshd.acceptedConnections).toBe(before);
});

test('a key that the server does not know is refused, with its fingerprint and the way to check', async () => {
  const file = join(sshd.folder, 'stranger');
  makeKey(file, 'ed25519');
  const fingerprint = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ')[1]!;
  await expect(logIn({ privateKeyFile: file })).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringContaining(
      `expected the key ${fingerprint} of ${file}, found the server would allow: publickey`,
    ),
  });
  await expect(logIn({ privateKeyFile: file })).rejects.toMatchObject({
    message: expect.stringMatching(/authorized_keys of .*ssh -i \S+stranger -o BatchMode=yes -p \d+/s),
  });
});

test('a real agent logs in, also where the key file is encrypted', async () => {
  const agent = startAgent();
  try {
    const file = newKey('for_agent', 'ed25519');
    execFileSync('ssh-add', ['-q', file], { env: { ...process.env, ...agent.environment }, stdio: 'ignore' });
    expect(await logIn({ privateKeyFile: undefined, agent: true }, agent.environment)).toBe(sshd.user);
    await hosts.close();
    const locked = join(sshd.folder, 'locked_beside_agent');
    makeKey(locked, 'ed25519', 'secret');
    expect(await logIn({ privateKeyFile: locked, agent: true }, agent.environment)).toBe(sshd.user);
    await hosts.close();
    // A key file that is not let in does not stand in the agent's way.
    const stranger = join(sshd.folder, 'stranger_beside_agent');
    makeKey(stranger, 'ed25519');
    expect(await logIn({ privateKeyFile: stranger, agent: true }, agent.environment)).toBe(sshd.user);
  } finally {
    agent.stop();
  }
});

test('an agent that is not there or is empty says so', async () => {
  const over = { privateKeyFile: undefined, agent: true };
  await expect(logIn(over, {})).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringMatching(/agent is not there.*no SSH_AUTH_SOCK/s),
  });
  const socket = join(sshd.folder, 'no-agent');
  await expect(logIn(over, { SSH_AUTH_SOCK: socket })).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringContaining(`SSH_AUTH_SOCK=${socket}: ENOENT`),
  });
  const agent = startAgent();
  try {
    await expect(logIn(over, agent.environment)).rejects.toMatchObject({
      name: 'AuthenticationRefused',
      message: expect.stringMatching(/the keys of the agent at/),
    });
  } finally {
    agent.stop();
  }
  // The socket of an agent that has died is still there.
  const left = join(sshd.folder, 'left');
  const dying = `require('net').createServer().listen('${left}', () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', dying]);
  expect(existsSync(left)).toBe(true);
  await expect(logIn(over, { SSH_AUTH_SOCK: left })).rejects.toMatchObject({
    name: 'AuthenticationRefused',
    message: expect.stringMatching(/the agent failed:/),
  });
});

function startAgent(): { environment: NodeJS.ProcessEnv; stop: () => void } {
  const socket = join(sshd.folder, `agent_${Date.now()}`);
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  while (!existsSync(socket)) execFileSync('sleep', ['0.05']);
  return { environment: { SSH_AUTH_SOCK: socket }, stop: () => child.kill() };
}
