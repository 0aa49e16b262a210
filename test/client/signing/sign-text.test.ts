/** Signing as an approver does it, verified as the worker does it, by the real ssh-keygen and a real agent. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { verifyApproval } from '../../../activities/signatures/verify-approval.ts';
import { signText } from '../../../client/signing/sign-text.ts';
import { signedText, textToSign } from '../../../knowledge/approval-text.ts';
import { fakeContext } from '../../activities/fake-context.ts';
import { SshKeys } from '../../activities/signatures/ssh-keys.ts';

const keys = new SshKeys();
const stand = { cluster: 'prod1', runId: 'r', door: 'cms', stand: 1, evidence: 'sha256:aa' } as const;
const text = signedText(textToSign(stand), 'ann');
let allowedSignersFile = '';
let agentPid = '';

beforeAll(() => {
  keys.make('ann');
  keys.make('bob');
  allowedSignersFile = keys.allow([`ann ${keys.publicKey('ann')}`]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  if (agentPid !== '') process.kill(Number(agentPid));
  agentPid = '';
});
afterAll(() => keys.remove());

function startAgent(...names: string[]): void {
  const said = execFileSync('ssh-agent', ['-s', '-a', join(keys.folder, `agent${Date.now()}`)], {
    encoding: 'utf8',
  });
  agentPid = /SSH_AGENT_PID=(\d+)/.exec(said)?.[1] ?? '';
  vi.stubEnv('SSH_AUTH_SOCK', /SSH_AUTH_SOCK=([^;]+)/.exec(said)?.[1] ?? '');
  for (const name of names) execFileSync('ssh-add', ['-q', join(keys.folder, name)]);
}

const verified = (signature: string) =>
  verifyApproval(fakeContext(), { allowedSignersFile, text, by: 'ann', signature });

test('signs with a key file', async () => {
  const signature = await signText({ kind: 'file', file: join(keys.folder, 'ann') }, text);
  expect(await verified(signature)).toEqual({ fingerprint: keys.fingerprint('ann') });
});

test('signs with the only key of the agent', async () => {
  startAgent('ann');
  const signature = await signText({ kind: 'agent', publicKeyFile: null }, text);
  expect(await verified(signature)).toEqual({ fingerprint: keys.fingerprint('ann') });
});

test('of several keys of the agent one is named, and it signs', async () => {
  startAgent('bob', 'ann');
  await expect(signText({ kind: 'agent', publicKeyFile: null }, text)).rejects.toThrow(
    /holds 2 keys; name yours.*\n {2}bob\n {2}ann/s,
  );
  const publicKeyFile = join(keys.folder, 'ann.pub');
  expect(await verified(await signText({ kind: 'agent', publicKeyFile }, text))).toHaveProperty(
    'fingerprint',
  );
});

test('says what is wrong without an agent, without a key in it, and without the file', async () => {
  vi.stubEnv('SSH_AUTH_SOCK', join(keys.folder, 'no-agent'));
  await expect(signText({ kind: 'agent', publicKeyFile: null }, text)).rejects.toThrow('holds no key');
  await expect(signText({ kind: 'file', file: join(keys.folder, 'none') }, text)).rejects.toThrow(
    /Could not sign: ssh-keygen .* ended with exit code .*Nothing was approved/,
  );
  vi.stubEnv('PATH', keys.folder);
  await expect(signText({ kind: 'file', file: join(keys.folder, 'ann') }, text)).rejects.toThrow(
    'ssh-keygen could not be run',
  );
});
