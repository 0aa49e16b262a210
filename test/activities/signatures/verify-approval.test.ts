import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VerifyApprovalTask } from '../../../activities/activities.ts';
import { sshKeygen } from '../../../activities/signatures/ssh-keygen.ts';
import { verifyApproval } from '../../../activities/signatures/verify-approval.ts';
import { signedText, textToSign } from '../../../knowledge/approval-text.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import { fakeContext } from '../fake-context.ts';
import { SshKeys } from './ssh-keys.ts';

const keys = new SshKeys();
afterAll(() => keys.remove());
let allowedSignersFile = '';
beforeAll(() => {
  keys.make('ann');
  keys.make('bob', 'ecdsa');
  keys.make('carl', 'rsa');
  keys.make('eve');
  allowedSignersFile = keys.allow([
    `ann ${keys.publicKey('ann')}`,
    `bob namespaces="ringlift@cassandra-upgrade" ${keys.publicKey('bob')}`,
    `"carl o'neil" ${keys.publicKey('carl')}`,
    `dora valid-before="20200101" ${keys.publicKey('eve')}`,
    `file-signer namespaces="file" ${keys.publicKey('eve')}`,
  ]);
});

const stand = {
  cluster: 'prod1',
  runId: 'a-run',
  door: 'cms',
  stand: 3,
  evidence: `sha256:${'a'.repeat(64)}`,
} as const;
const textFor = (by: string, changes: Partial<Parameters<typeof textToSign>[0]> = {}) =>
  signedText(textToSign({ ...stand, ...changes }), by);
const verify = (changes: Partial<VerifyApprovalTask> & { signature: string }, keygen?: typeof sshKeygen) =>
  verifyApproval(
    fakeContext(),
    { allowedSignersFile, by: 'ann', text: textFor(changes.by ?? 'ann'), ...changes },
    keygen,
  );
const refusalOf = async (given: Promise<unknown>): Promise<string> => {
  const error = await given.then(
    () => 'accepted',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RingliftError);
  expect(error).toMatchObject({ name: 'SignatureRefused' });
  return (error as Error).message;
};

test('takes the signature of the very text by a key of that person, and tells its fingerprint', async () => {
  expect(await verify({ signature: keys.sign('ann', textFor('ann')) })).toEqual({
    fingerprint: keys.fingerprint('ann'),
  });
  expect(await verify({ by: 'bob', signature: keys.sign('bob', textFor('bob')) })).toEqual({
    fingerprint: keys.fingerprint('bob'),
  });
  const carl = "carl o'neil";
  expect(await verify({ by: carl, signature: keys.sign('carl', textFor(carl)) })).toEqual({
    fingerprint: keys.fingerprint('carl'),
  });
});

test('takes it also when a form made one line of it', async () => {
  const signature = keys.sign('ann', textFor('ann')).replaceAll('\n', ' ');
  expect(await verify({ signature })).toHaveProperty('fingerprint');
});

test.each([
  ['an earlier stand of the same evidence', { stand: 2 }],
  ['another evidence', { evidence: `sha256:${'b'.repeat(64)}` }],
  ['another run', { runId: 'the-run-before' }],
  ['another cluster', { cluster: 'test1' }],
  ['another door', { door: 'afterCanary' as const }],
])('refuses a signature that was made for %s', async (_, changes) => {
  const signature = keys.sign('ann', textFor('ann', changes));
  expect(await refusalOf(verify({ signature }))).toContain('no signature of what stands at the door now');
});

test('refuses a signature of the right text in another namespace', async () => {
  const signature = keys.sign('ann', textFor('ann'), 'file');
  expect(await refusalOf(verify({ signature }))).toContain('namespace does not match');
});

test('refuses a key that nobody allowed, with its fingerprint', async () => {
  const said = await refusalOf(verify({ signature: keys.sign('eve', textFor('ann')) }));
  expect(said).toContain('the key that signed is not allowed to speak for ann');
  expect(said).toContain(keys.fingerprint('eve'));
});

test("refuses another person's key, whoever's text it signed", async () => {
  const message = 'not allowed to speak for ann';
  expect(await refusalOf(verify({ signature: keys.sign('bob', textFor('ann')) }))).toContain(message);
  expect(await refusalOf(verify({ signature: keys.sign('bob', textFor('bob')) }))).toContain(
    'no signature of what stands',
  );
});

test('refuses a key whose time has passed, and one that is for other things only', async () => {
  expect(await refusalOf(verify({ by: 'dora', signature: keys.sign('eve', textFor('dora')) }))).toContain(
    'key has expired',
  );
  expect(
    await refusalOf(verify({ by: 'file-signer', signature: keys.sign('eve', textFor('file-signer')) })),
  ).toContain('not allowed to speak for file-signer');
});

test('refuses a signature that was changed by one bit', async () => {
  const good = keys.sign('ann', textFor('ann'));
  const lines = good.split('\n');
  const last = lines[4] ?? '';
  lines[4] = `${last.startsWith('A') ? 'B' : 'A'}${last.slice(1)}`;
  expect(lines.join('\n')).not.toBe(good);
  await refusalOf(verify({ signature: lines.join('\n') }));
});

test.each(['', 'yes', '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----', '\0'])(
  'refuses garbage: %j',
  async (signature) => {
    await refusalOf(verify({ signature }));
  },
);

test('refuses when the file of allowed signers is not there, is a folder, or allows nobody', async () => {
  const signature = keys.sign('ann', textFor('ann'));
  expect(await refusalOf(verify({ signature, allowedSignersFile: '/no/such/file' }))).toContain(
    'can not be read on the worker: expected a readable file /no/such/file',
  );
  await refusalOf(verify({ signature, allowedSignersFile: keys.folder }));
  await refusalOf(verify({ signature, allowedSignersFile: keys.allow(['not a line of keys'], 'odd') }));
});

test('refuses when there is no ssh-keygen, and when it says nothing that is known', async () => {
  const signature = keys.sign('ann', textFor('ann'));
  const missing: typeof sshKeygen = (args, input) =>
    sshKeygen(args, input, { program: join(keys.folder, 'no-ssh-keygen') });
  expect(await refusalOf(verify({ signature }, missing))).toContain('could not be run');
  const yes: typeof sshKeygen = async () => ({ exitCode: 0, stdout: 'Good\n', stderr: '', trouble: null });
  await refusalOf(verify({ signature }, yes));
  const forOther: typeof sshKeygen = async () => ({
    exitCode: 0,
    stdout: `Good "ringlift@cassandra-upgrade" signature for bob with ED25519 key ${keys.fingerprint('bob')}\n`,
    stderr: '',
    trouble: null,
  });
  await refusalOf(verify({ signature }, forOther));
});

test('ends an ssh-keygen that hangs, and leaves nothing behind', async () => {
  const before = leftovers();
  const signature = keys.sign('ann', textFor('ann'));
  const hangs: typeof sshKeygen = () => sshKeygen(['60'], '', { program: 'sleep', limitMillis: 200 });
  expect(await refusalOf(verify({ signature }, hangs))).toContain('ended by SIGKILL: its limit is 0.2 s');
  expect(leftovers()).toEqual(before);
});

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('ringlift-signature-'));
}
