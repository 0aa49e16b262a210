import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { RealSshd } from './real-sshd.ts';

let sshd: RealSshd;
let hosts: SshHosts;
let host: Host;
const folder = mkdtempSync(join(tmpdir(), 'ringlift-sudo-'));

/** Puts a sudo in the login's PATH that says this and ends so, instead of the machine's own. */
function fakeSudo(script: string): void {
  writeFileSync(join(folder, 'bin', 'sudo'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

beforeAll(async () => {
  mkdirSync(join(folder, 'bin'));
  sshd = await RealSshd.start({ environment: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } });
  hosts = new SshHosts({ textOf: (script) => script });
  host = await hosts.get(sshd.settings({ sudo: true }));
});
afterAll(async () => {
  await hosts.close();
  await sshd.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a script runs by sudo without asking, and as the login user where that is wanted', async () => {
  fakeSudo(`echo "$1 $2" >${folder}/asked; shift 2; exec "$@"`);
  const result = await host.run('echo "$1"', { args: ['a b'], timeoutMillis: 30_000 });
  expect(result).toMatchObject({ exitCode: 0, stdout: 'a b\n' });
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('-n --\n');
  rmSync(join(folder, 'asked'));
  await host.run('true', { privileged: false, timeoutMillis: 30_000 });
  expect(() => readFileSync(join(folder, 'asked'))).toThrow('ENOENT');
});

test.each([
  ['sudo: a password is required', 'sudo asks for a password', 'ALL=(ALL) NOPASSWD: ALL'],
  [
    'sorry, try again\nsudo: no tty present and no askpass program specified',
    'sudo asks for a password',
    'NOPASSWD: ALL',
  ],
  [
    'ana is not in the sudoers file.  This incident will be reported.',
    'sudo does not allow it',
    'NOPASSWD: ALL',
  ],
  ['Sorry, user ana is not allowed to execute "x" as root on h.', 'sudo does not allow it', 'NOPASSWD: ALL'],
  ['sudo: sorry, you must have a tty to run sudo', 'sudo wants a terminal', '!requiretty'],
  ['bash: line 1: sudo: command not found', 'there is no sudo', 'ssh.sudo: false'],
  ['sh: 1: sudo: not found', 'there is no sudo', 'ssh.sudo: false'],
])('sudo that says "%s" is PrivilegeMissing with the way out', async (words, found, next) => {
  fakeSudo(`printf '%s\\n' '${words}' >&2; exit 1`);
  await expect(host.run('true', { timeoutMillis: 30_000 })).rejects.toMatchObject({
    name: 'PrivilegeMissing',
    message: expect.stringMatching(new RegExp(`${escape(found)}.*Nothing was changed.*${escape(next)}`, 's')),
  });
});

test('the same words from a script are its own output', async () => {
  fakeSudo('shift 2; exec "$@"');
  const result = await host.run('echo "sudo: a password is required" >&2; exit 1', { timeoutMillis: 30_000 });
  expect(result).toMatchObject({ exitCode: 1, stderr: 'sudo: a password is required\n' });
});

test('the limit also ends a command under sudo', async () => {
  fakeSudo('shift 2; exec "$@"');
  await expect(host.run('sleep 600', { timeoutMillis: 500 })).rejects.toMatchObject({
    name: 'CommandTimedOut',
    message: expect.stringContaining('its process group was ended'),
  });
});

function escape(text: string): string {
  return text.replaceAll(/[()!.]/g, '\\$&');
}
