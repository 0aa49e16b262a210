import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RingliftError } from '../../../knowledge/errors.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { makeKey, RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;
let count = 0;

beforeAll(async () => {
  sshd = await RealSshd.start({ hostKeys: ['ed25519', 'rsa', 'ecdsa'] });
});
afterEach(() => hosts.close());
afterAll(() => sshd.stop());

/** Connects with this text as the file of known hosts. */
async function connectKnowing(text: string): Promise<'connected'> {
  const knownHostsFile = join(sshd.folder, `known_${count++}`);
  writeFileSync(knownHostsFile, text);
  hosts = new SshHosts();
  await hosts.get(sshd.settings({ knownHostsFile }));
  return 'connected';
}

const refusal = (text: string): Promise<RingliftError> =>
  connectKnowing(text).then(
    () => expect.unreachable('the host key was accepted'),
    (error: RingliftError) => error,
  );

const lineOf = (type: string) =>
  readFileSync(sshd.knownHostsFile, 'utf8')
    .split('\n')
    .find((line) => line.includes(type))!;

const fingerprintOf = (type: string) =>
  execFileSync('ssh-keygen', ['-lf', join(sshd.folder, `host_${type}.pub`)], { encoding: 'utf8' }).split(
    ' ',
  )[1]!;

test.each(['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'])(
  'a server with three keys is asked for the one on file: %s',
  async (type) => {
    expect(await connectKnowing(`${lineOf(type)}\n`)).toBe('connected');
  },
);

test('a hashed file is enough', async () => {
  const file = join(sshd.folder, 'to_hash');
  writeFileSync(file, `${lineOf('ssh-rsa')}\n`);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('127.0.0.1');
  expect(await connectKnowing(text)).toBe('connected');
});

test('an unknown key is refused with its fingerprint, and the command that adds it works', async () => {
  const error = await refusal('# nothing yet\n');
  expect(error.name).toBe('HostKeyRefused');
  expect(error.message).toContain(`found ed25519 key ${fingerprintOf('ed25519')}`);
  expect(error.message).toContain('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
  const command = /ssh-keyscan .*$/m.exec(error.message)![0];
  expect(command).toMatch(
    new RegExp(`^ssh-keyscan -t ed25519 -p ${sshd.port} 127\\.0\\.0\\.1 >> .*/known_\\d+$`),
  );
  const file = command.split(' >> ')[1]!;
  execFileSync('sh', ['-c', command], { stdio: 'ignore' });
  expect(await connectKnowing(readFileSync(file, 'utf8'))).toBe('connected');
});

test('a file that is not there knows nobody', async () => {
  hosts = new SshHosts();
  const knownHostsFile = join(sshd.folder, 'none');
  await expect(hosts.get(sshd.settings({ knownHostsFile }))).rejects.toMatchObject({
    name: 'HostKeyRefused',
    message: expect.stringContaining('is not known'),
  });
});

test.skipIf(process.getuid?.() === 0)('a file that can not be read is an error of its own', async () => {
  const knownHostsFile = join(sshd.folder, 'locked');
  writeFileSync(knownHostsFile, '');
  chmodSync(knownHostsFile, 0);
  hosts = new SshHosts();
  await expect(hosts.get(sshd.settings({ knownHostsFile }))).rejects.toMatchObject({
    name: 'HostKeyRefused',
    message: expect.stringContaining('can not be read'),
  });
});

test('a changed key is refused, with the line that it contradicts and the way out', async () => {
  const foreign = makeKey(join(sshd.folder, 'foreign'), 'ed25519');
  const error = await refusal(`# one\n# two\n[127.0.0.1]:${sshd.port} ${foreign}\n`);
  expect(error.name).toBe('HostKeyRefused');
  expect(error.message).toMatch(/has changed.*known_\d+ line 3, found ed25519 key SHA256/s);
  expect(error.message).toContain(fingerprintOf('ed25519'));
  expect(error.message).toContain(`ssh-keygen -R '[127.0.0.1]:${sshd.port}' -f `);
});

test('a key that was changed in one type is refused although another type is on file rightly', async () => {
  const foreign = makeKey(join(sshd.folder, 'foreign2'), 'ed25519');
  const error = await refusal(`[127.0.0.1]:${sshd.port} ${foreign}\n${lineOf('ssh-rsa')}\n`);
  expect(error.message).toContain('has changed');
});

test('a revoked key is refused', async () => {
  const error = await refusal(`${lineOf('ssh-ed25519')}\n@revoked ${lineOf('ssh-ed25519')}\n`);
  expect(error.message).toMatch(/is revoked.*line 2/s);
});

test('a server that has only keys of other types is refused, and what is on file is told', async () => {
  const only = await RealSshd.start({ hostKeys: ['rsa'] });
  try {
    const foreign = makeKey(join(sshd.folder, 'foreign3'), 'ed25519');
    writeFileSync(only.knownHostsFile, `[127.0.0.1]:${only.port} ${foreign}\n`);
    hosts = new SshHosts();
    await expect(hosts.get(only.settings())).rejects.toMatchObject({
      name: 'HostKeyRefused',
      message: expect.stringMatching(
        /is not known.*only other keys of the host: ed25519 at line 1.*found rsa key/s,
      ),
    });
  } finally {
    await only.stop();
  }
});

test("a certificate authority's line and a damaged one are told when they might have been meant", async () => {
  const error = await refusal(
    `@cert-authority * ${lineOf('ssh-rsa').split(' ').slice(1).join(' ')}\nbroken\n`,
  );
  expect(error.message).toMatch(/line 1 is a certificate authority's.*line 2 is ignored: not of the form/s);
});
