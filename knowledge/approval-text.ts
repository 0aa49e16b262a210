/**
 * What an approver's SSH key signs. The text binds everything that a signature could otherwise be reused for: another
 * purpose, cluster, run, door, stand, evidence or person. Imported by workflows: stable under replay, and its first
 * line changes with its shape, since signatures are made of its very bytes.
 */
import { clusterWorkflowId } from './messages.ts';
import type { Door } from './plan.ts';

/** `ssh-keygen -n`: a signature made for anything else (git, files, mail) is none for a door. */
export const approvalNamespace = 'ringlift@cassandra-upgrade';

export interface Stand {
  readonly cluster: string;
  /** Of the upgrade's workflow: another run of the same upgrade is another text. */
  readonly runId: string;
  readonly door: Door;
  /** Grows with every stand before a door, every change of the evidence and every approval that expires. */
  readonly stand: number;
  readonly evidence: string;
}

/** All lines but the approver's, each with its end. */
export function textToSign({ cluster, runId, door, stand, evidence }: Stand): string {
  return [
    'ringlift approval 1',
    'purpose: let the upgrade through this door, with this evidence, once',
    `cluster: ${cluster}`,
    `workflow: ${clusterWorkflowId(cluster)}`,
    `run: ${runId}`,
    `door: ${door}`,
    `stand: ${stand}`,
    `evidence: ${evidence}`,
    '',
  ].join('\n');
}

/** The whole text, to the byte: the approver's name is the last line, in JSON, so that no name is two lines. */
export function signedText(toSign: string, approver: string): string {
  return `${toSign}approver: ${JSON.stringify(approver)}\n`;
}

const begin = '-----BEGIN SSH SIGNATURE-----';
const end = '-----END SSH SIGNATURE-----';
/** An RSA key of 16,384 bits signs in some 6,000 characters. */
export const longestSignature = 16_384;

/**
 * The armour as ssh-keygen wants it, from what a person pasted: line breaks may have become blanks or be gone, as in a
 * one-line field of a form. Null: it is no SSH signature at all.
 */
export function armoured(pasted: string): string | null {
  const text = pasted.length > longestSignature ? '' : pasted.trim();
  if (!text.startsWith(begin) || !text.endsWith(end)) return null;
  const body = text.slice(begin.length, -end.length).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return null;
  return [begin, ...(body.match(/.{1,70}/g) ?? []), end, ''].join('\n');
}
