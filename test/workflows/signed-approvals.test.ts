import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { verifyApproval } from '../../activities/signatures/verify-approval.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { signedText } from '../../knowledge/approval-text.ts';
import type { UpgradeStatus, Waiting } from '../../knowledge/messages.ts';
import { fakeContext } from '../activities/fake-context.ts';
import { SshKeys } from '../activities/signatures/ssh-keys.ts';
import { type Bench, startBench } from './bench.ts';
import { type Script, digestA, digestB, failureOf, scriptedActivities } from './scripted-activities.ts';

const keys = new SshKeys();
let bench: Bench;
let approvals: { who: string[]; required: number; signed: { allowedSignersFile: string }; expiry?: string };
beforeAll(() => {
  for (const name of ['ann', 'bob', 'eve']) keys.make(name);
  const allowed = ['ann', 'bob'].map((name) => `${name} ${keys.publicKey(name)}`);
  // One key that may speak for two is a slip of whoever wrote the file.
  const lines = [...allowed, `carl ${keys.publicKey('bob')}`];
  approvals = {
    who: ['ann', 'bob', 'carl'],
    required: 1,
    signed: { allowedSignersFile: keys.allow(lines) },
  };
});
afterEach(() => bench.close());
afterAll(() => keys.remove());

type AtDoor = Extract<Waiting, { for: 'approval' }>;
const causes = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${causes((error as { cause?: unknown }).cause)}` : '';
const refusal = (promise: Promise<unknown>) => promise.then(() => 'accepted', causes);
const atDoor = ({ waiting }: UpgradeStatus) => waiting?.for === 'approval';
const doorOf = async (bench_: Bench) => (await bench_.until(atDoor)).waiting as AtDoor;
/** An approval of what stands, signed by the key of that name. */
const signedBy = (key: string, { toSign = '', evidence }: AtDoor, by = key) => ({
  by,
  evidence,
  signature: keys.sign(key, signedText(toSign, by)),
});

/** Signatures are judged by the real ssh-keygen. */
function scriptWithKeygen(): Script {
  const script = scriptedActivities();
  script.activities.verifyApproval = async (task) => {
    script.calls.push({ name: 'verifyApproval', node: null, input: task });
    return verifyApproval(fakeContext(), task).catch((error: unknown) => {
      throw error instanceof RingliftError ? failureOf(error.name, error.message) : error;
    });
  };
  return script;
}

test('opens to an approval that is signed by the key of its person, and keeps the fingerprint', async () => {
  bench = await startBench(scriptWithKeygen(), { approvals });
  const door = await doorOf(bench);
  expect(door.toSign).toContain(`evidence: ${digestA}\n`);
  await bench.update('approve', signedBy('ann', door));
  expect((await bench.result()).approvals).toMatchObject([
    { by: 'ann', through: 'update', signedWith: keys.fingerprint('ann') },
  ]);
});

test('takes the same by Signal, with the signature in one line', async () => {
  bench = await startBench(scriptWithKeygen(), { approvals });
  const approval = signedBy('ann', await doorOf(bench));
  await bench.signal('approve', { ...approval, signature: approval.signature.replaceAll('\n', ' ') });
  expect((await bench.result()).approvals).toMatchObject([{ signedWith: keys.fingerprint('ann') }]);
});

test('refuses what is not signed, forged, foreign, for another person or garbage; looks at no node for it', async () => {
  const script = scriptWithKeygen();
  bench = await startBench(script, { approvals });
  const door = await doorOf(bench);
  const approve = (approval: object) => refusal(bench.update('approve', approval));
  expect(await approve({ by: 'ann', evidence: digestA })).toContain('approvals of this upgrade are signed');
  expect(await approve(signedBy('eve', door, 'ann'))).toContain('not allowed to speak for ann');
  expect(await approve({ ...signedBy('bob', door), by: 'ann' })).toContain('no signature of what stands');
  expect(await approve({ by: 'ann', evidence: digestA, signature: 'yes' })).toContain('is no SSH signature');
  const file = keys.sign('ann', signedText(door.toSign ?? '', 'ann'), 'file');
  expect(await approve({ by: 'ann', evidence: digestA, signature: file })).toContain(
    'namespace does not match',
  );
  const told = (await bench.status()).events.filter(({ says }) => says.startsWith('refused approve by ann'));
  expect(told.map(({ says }) => says).join()).toMatch(
    /not allowed to speak.*no signature of.*no SSH signature/s,
  );
  await bench.signal('approve', signedBy('eve', door, 'ann'));
  const status = await bench.until(({ events }) =>
    events.some(({ says }) => /^refused approve by ann: .*not allowed to speak for ann/.test(says)),
  );
  expect(status.waiting).toMatchObject({ approvals: [] });
  expect(script.calls.filter(({ name }) => name === 'collectDoorEvidence')).toHaveLength(1);
  expect(script.calls.some(({ name }) => name === 'initializeCms')).toBe(false);
});

test('refuses the signature of an earlier stand of the same evidence, and of an evidence that came back', async () => {
  const script = scriptWithKeygen();
  bench = await startBench(script, { approvals });
  const first = signedBy('ann', await doorOf(bench));
  await bench.update('reject', { by: 'bob', reason: 'not tonight' });
  await bench.until(({ waiting }) => waiting?.for === 'person');
  await bench.update('retry', { by: 'bob' });
  const second = signedBy('ann', await doorOf(bench));
  expect(first.evidence).toBe(second.evidence);
  expect(await refusal(bench.update('approve', first))).toContain('no signature of what stands');
  script.evidence = digestB;
  await bench.until(({ waiting }) => waiting?.for === 'approval' && waiting.evidence === digestB);
  script.evidence = digestA;
  await bench.until(({ waiting }) => waiting?.for === 'approval' && waiting.evidence === digestA);
  expect(await refusal(bench.update('approve', second))).toContain('no signature of what stands');
  await bench.update('approve', signedBy('ann', await doorOf(bench)));
  expect((await bench.result()).state).toBe('done');
});

test('refuses a signature whose approval has expired: it stands in history for everybody to send again', async () => {
  bench = await startBench(scriptWithKeygen(), { approvals: { ...approvals, required: 2, expiry: '300ms' } });
  const approval = signedBy('ann', await doorOf(bench));
  await bench.update('approve', approval);
  await bench.until(({ events }) => events.some(({ says }) => says.includes('has expired')));
  expect(await refusal(bench.update('approve', approval))).toContain('no signature of what stands');
});

test('counts one key once, whomever it may speak for', async () => {
  bench = await startBench(scriptWithKeygen(), { approvals: { ...approvals, required: 2 } });
  await bench.update('approve', signedBy('bob', await doorOf(bench)));
  expect(await refusal(bench.update('approve', signedBy('bob', await doorOf(bench), 'carl')))).toContain(
    'has signed the approval of bob already',
  );
  await bench.update('approve', signedBy('ann', await doorOf(bench)));
  expect((await bench.result()).approvals).toHaveLength(2);
});

test('takes no approval when the worker can not check signatures', async () => {
  bench = await startBench(scriptWithKeygen(), {
    approvals: { ...approvals, signed: { allowedSignersFile: '/no/such/file' } },
  });
  expect(await refusal(bench.update('approve', signedBy('ann', await doorOf(bench))))).toContain(
    'can not be read on the worker',
  );
});
