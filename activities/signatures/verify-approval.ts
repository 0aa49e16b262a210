import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvalNamespace, armoured } from '../../knowledge/approval-text.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { VerifiedApproval, VerifyApprovalTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { expandHome } from '../hosts/expand-home.ts';
import { type KeygenAnswer, sshKeygen } from './ssh-keygen.ts';

/**
 * Judges the signature of an approval by `ssh-keygen -Y verify`, with the approver's name as the principal. Only a
 * signature that it calls good over the very text that stands at the door now, by a key that the file of allowed
 * signers gives to that name, is one.
 * @throws RingliftError SignatureRefused, also when there is no ssh-keygen or the file can't be read
 */
export async function verifyApproval(
  context: Pick<ActivityContext, 'signal'>,
  task: VerifyApprovalTask,
  keygen: typeof sshKeygen = sshKeygen,
): Promise<VerifiedApproval> {
  const armour = armoured(task.signature);
  if (armour === null) {
    throw refusal(task, {
      what: 'what was given is no SSH signature',
      expected: '"-----BEGIN SSH SIGNATURE-----", base64, "-----END SSH SIGNATURE-----"',
      found: `${task.signature.length} characters`,
    });
  }
  const allowedSigners = expandHome(task.allowedSignersFile);
  await expectReadable(task, allowedSigners);
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-signature-'));
  try {
    const file = join(folder, 'signature');
    await writeFile(file, armour, { mode: 0o600 });
    const run = (...words: string[]) =>
      keygen(['-Y', ...words, '-n', approvalNamespace, '-s', file], task.text, { signal: context.signal });
    const answer = await run('verify', '-f', allowedSigners, '-I', task.by);
    const fingerprint = goodKeyOf(answer, `for ${task.by} with`);
    if (fingerprint !== null) return { fingerprint };
    throw await explain(task, answer, () => run('check-novalidate'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function expectReadable(task: VerifyApprovalTask, file: string): Promise<void> {
  try {
    await readFile(file);
  } catch (error) {
    throw refusal(task, {
      what: 'the file of allowed signers can not be read on the worker',
      expected: `a readable file ${file}`,
      found: error instanceof Error ? error.message : String(error),
      next: 'Put it there for the user that the worker runs as, then approve again.',
    });
  }
}

/** Null unless it ended well and said so in its own words: nothing else counts. */
function goodKeyOf({ exitCode, stdout, trouble }: KeygenAnswer, between: string): string | null {
  if (exitCode !== 0 || trouble !== null) return null;
  const start = `Good "${approvalNamespace}" signature ${between} `;
  if (!stdout.startsWith(start)) return null;
  return /^\S+ key (SHA256:[A-Za-z0-9+/]{43})\n$/.exec(stdout.slice(start.length))?.[1] ?? null;
}

/** Why it is not good: the text or its namespace is another one, or the key is not that person's. */
async function explain(
  task: VerifyApprovalTask,
  answer: KeygenAnswer,
  check: () => Promise<KeygenAnswer>,
): Promise<RingliftError> {
  const said = `${answer.stderr.trim()} ${answer.stdout.trim()}`.trim().slice(0, 500) || 'nothing';
  if (answer.trouble !== null) {
    return refusal(task, {
      what: 'the signature could not be checked on the worker',
      expected: 'OpenSSH 8.2 or newer there',
      found: answer.trouble,
      next: 'Install ssh-keygen on the worker, then approve again.',
    });
  }
  const key = goodKeyOf(await check(), 'with');
  if (key === null) {
    return refusal(task, {
      what: 'it is no signature of what stands at the door now: forged, or made for an earlier stand, another evidence, name, run or namespace',
      expected: `one made by ssh-keygen -Y sign -n ${approvalNamespace} over exactly the text that is shown`,
      found: `ssh-keygen said: ${said}`,
    });
  }
  return refusal(task, {
    what: `the key that signed is not allowed to speak for ${task.by}`,
    expected: `a key that ${task.allowedSignersFile} on the worker gives to ${task.by} now`,
    found: `${key}; ssh-keygen said: ${said}`,
    next: 'Sign with your own key, or have it added to that file.',
  });
}

function refusal(
  { by }: VerifyApprovalTask,
  parts: { readonly what: string; readonly expected: string; readonly found: string; readonly next?: string },
): RingliftError {
  return new RingliftError('SignatureRefused', {
    where: `approval by ${by}`,
    next: 'Sign the text that ringlift evidence shows now, then approve again.',
    ...parts,
  });
}
