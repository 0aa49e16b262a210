import { createInterface } from 'node:readline/promises';
import { signedText } from '../../knowledge/approval-text.ts';
import type { Ledger } from '../../knowledge/ledger.ts';
import type { Approval } from '../../knowledge/messages.ts';
import { personIn } from '../../knowledge/person-name.ts';
import { ClientFailure } from '../client-failure.ts';
import { withSession, type Session } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, viewOptions, type GlobalOptions } from '../global-options.ts';
import { speaker } from '../identity.ts';
import { readUpgrade } from '../read-upgrade.ts';
import { sendCommand } from '../send-command.ts';
import { printApproval } from '../signing/print-approval.ts';
import { signText } from '../signing/sign-text.ts';
import { type SigningKey, type SigningOptions, signingKeyOf } from '../signing/signing-key.ts';
import type { DoorWaiting } from '../view/door-lines.ts';
import { renderDoor } from '../view/render-door.ts';

export interface ApproveOptions extends GlobalOptions, SigningOptions {
  readonly evidence?: string;
  readonly comment?: string;
  readonly by?: string;
  /** Nothing is sent: what is to be signed, or the payload, is printed. */
  readonly print?: boolean;
}

/**
 * Approves the evidence that was named, or, on a terminal, the evidence that was just shown, once the cluster's name
 * is typed. What is sent is what the person saw, signed where signatures are asked for: the upgrade refuses it when
 * something else stands there by then.
 */
export async function approve(cluster: string, options: ApproveOptions): Promise<ExitName> {
  const { evidence: given, comment, by: givenName, print = false, sign, signWithAgent, ...globals } = options;
  const named = given === undefined ? undefined : digestOf(given);
  const by = speaker(givenName);
  const key = signingKeyOf({
    ...(sign === undefined ? {} : { sign }),
    ...(signWithAgent === undefined ? {} : { signWithAgent }),
  });
  const isAskedToSign = sign !== undefined || signWithAgent !== undefined;
  if (named === undefined && !print && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new ClientFailure(
      'badInput',
      `What is approved must be named: --evidence HASH (at least 8 digits), as shown by ringlift status ${cluster}.\n` +
        '  Only on a terminal can it be shown and asked for instead. Nothing was approved.',
    );
  }
  return withSession(connectSettings(globals), async (session): Promise<ExitName> => {
    const { waiting, ledger } = await doorOf(session, cluster);
    const plain = {
      by: nameOf(waiting, by),
      evidence: named ?? waiting.evidence,
      ...(comment === undefined ? {} : { comment }),
    };
    if (isAskedToSign && waiting.toSign === undefined) throw nothingToSign(cluster);
    if (print) {
      const approval = key === null ? plain : await signed(waiting, plain, key);
      const { stdout, stderr } = printApproval(cluster, waiting, approval);
      process.stderr.write(stderr);
      process.stdout.write(stdout);
      return 'ok';
    }
    process.stdout.write(renderDoor(cluster, waiting, viewOptions(globals, session.namespace), ledger));
    if (waiting.toSign !== undefined && key === null) throw noKey(cluster);
    if (named === undefined) await askForName(cluster);
    const payload = key === null ? plain : await signed(waiting, plain, key);
    process.stdout.write(`Approving as ${plain.by}; the cluster is looked at again first …\n`);
    const answer = await sendCommand(session, cluster, 'approve', payload);
    process.stdout.write(`${cluster}: ${answer.says}\n`);
    return 'ok';
  });
}

/** Signed only where the upgrade asks for it, and only what was named. */
async function signed(waiting: DoorWaiting, approval: Approval, key: SigningKey): Promise<Approval> {
  if (waiting.toSign === undefined) return approval;
  if (!waiting.evidence.startsWith(approval.evidence)) {
    throw new ClientFailure(
      'refused',
      `Another evidence stands at the door: you named ${approval.evidence}, there stands ${waiting.evidence}. Nothing was signed or approved.`,
    );
  }
  const signature = await signText(key, signedText(waiting.toSign, approval.by));
  return { ...approval, signature: signature.trim().replaceAll('\n', ' ') };
}

/** The name as the file writes it: it is part of what is signed. */
function nameOf({ who }: DoorWaiting, by: string): string {
  const name = personIn(who, by);
  if (name !== null) return name;
  throw new ClientFailure(
    'refused',
    `${by} is not among those who may approve: ${who.join(', ')}. Say who you are by --by NAME. Nothing was approved.`,
  );
}

function noKey(cluster: string): ClientFailure {
  return new ClientFailure(
    'refused',
    `Approvals of ${cluster} are signed: give --sign KEYFILE or --sign-with-agent, or set RINGLIFT_SIGNING_KEY.\n` +
      `  What is signed, for signing elsewhere: ringlift approve ${cluster} --print. Nothing was approved.`,
  );
}

function nothingToSign(cluster: string): ClientFailure {
  return new ClientFailure(
    'refused',
    `Approvals of ${cluster} are not signed (approvals.signed is not in its file): leave --sign out. Nothing was approved.`,
  );
}

/** @throws ClientFailure `badInput` */
export function digestOf(given: string): string {
  const digits = given
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  if (/^[0-9a-f]{8,64}$/.test(digits)) return `sha256:${digits}`;
  throw new ClientFailure(
    'badInput',
    `--evidence: found "${given}", allowed: 8 to 64 hex digits of its sha256, with or without "sha256:" before them. ` +
      'Nothing was approved.',
  );
}

async function doorOf(
  session: Session,
  cluster: string,
): Promise<{ readonly waiting: DoorWaiting; readonly ledger: Ledger | null }> {
  const view = await readUpgrade(session, cluster);
  if (view.kind === 'live' && view.status.waiting?.for === 'approval') {
    return { waiting: view.status.waiting, ledger: view.status.ledger ?? null };
  }
  const stands = view.kind === 'ended' ? `it has ended (${view.state})` : `it is ${view.status.state}`;
  throw new ClientFailure(
    'refused',
    `The upgrade of ${cluster} stands at no door: ${stands}. Nothing was approved.`,
  );
}

async function askForName(cluster: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const typed = await terminal.question(`\nTo approve this, type the name of the cluster: `);
    if (typed.trim() !== cluster)
      throw new ClientFailure('refused', `That is not "${cluster}". Nothing was approved.`);
  } finally {
    terminal.close();
  }
}
