import { createInterface } from 'node:readline/promises';
import type { Ledger } from '../../knowledge/ledger.ts';
import { ClientFailure } from '../client-failure.ts';
import { withSession, type Session } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { connectSettings, viewOptions, type GlobalOptions } from '../global-options.ts';
import { speaker } from '../identity.ts';
import { readUpgrade } from '../read-upgrade.ts';
import { sendCommand } from '../send-command.ts';
import type { DoorWaiting } from '../view/door-lines.ts';
import { renderDoor } from '../view/render-door.ts';

export interface ApproveOptions extends GlobalOptions {
  readonly evidence?: string;
  readonly comment?: string;
  readonly by?: string;
}

/**
 * Approves the evidence that was named, or, on a terminal, the evidence that was just shown, once the cluster's name
 * is typed. What is sent is what the person saw: the upgrade refuses it when something else stands there by then.
 */
export async function approve(cluster: string, options: ApproveOptions): Promise<ExitName> {
  const { evidence: given, comment, by: givenName, ...globals } = options;
  const named = given === undefined ? undefined : digestOf(given);
  const by = speaker(givenName);
  if (named === undefined && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new ClientFailure(
      'badInput',
      `What is approved must be named: --evidence HASH (at least 8 digits), as shown by ringlift status ${cluster}.\n` +
        '  Only on a terminal can it be shown and asked for instead. Nothing was approved.',
    );
  }
  return withSession(connectSettings(globals), async (session): Promise<ExitName> => {
    const { waiting, ledger } = await doorOf(session, cluster);
    process.stdout.write(renderDoor(cluster, waiting, viewOptions(globals, session.namespace), ledger));
    if (named === undefined) await askForName(cluster);
    process.stdout.write(`Approving as ${by}; the cluster is looked at again first …\n`);
    const payload = {
      by,
      evidence: named ?? waiting.evidence,
      ...(comment === undefined ? {} : { comment }),
    };
    const answer = await sendCommand(session, cluster, 'approve', payload);
    process.stdout.write(`${cluster}: ${answer.says}\n`);
    return 'ok';
  });
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
