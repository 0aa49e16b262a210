import { approvalNamespace, signedText } from '../../knowledge/approval-text.ts';
import { type Approval, clusterWorkflowId } from '../../knowledge/messages.ts';
import type { DoorWaiting } from '../view/door-lines.ts';

export interface PrintedApproval {
  /** For a file or a pipe, to the byte. */
  readonly stdout: string;
  /** For a person beside it. */
  readonly stderr: string;
}

/**
 * What a person takes to another place. Unsigned: the text to sign, to the byte, and how; signed, or where no signature
 * is asked for: the payload to send.
 */
export function printApproval(cluster: string, { toSign }: DoorWaiting, approval: Approval): PrintedApproval {
  const workflow = clusterWorkflowId(cluster);
  const where = `Send it to the workflow ${workflow} as the Update or the Signal "approve": in Temporal's Web UI, by temporal or tctl.\n`;
  if (toSign === undefined || approval.signature !== undefined)
    return { stdout: `${JSON.stringify(approval)}\n`, stderr: where };
  const payload = { ...approval, signature: 'THE SIGNATURE IN ONE LINE' };
  return {
    stdout: signedText(toSign, approval.by),
    stderr: [
      'Standard output is the text that you sign, to the byte. With it in a file approval.txt:',
      `  ssh-keygen -Y sign -n ${approvalNamespace} -f ~/.ssh/id_ed25519 approval.txt && tr '\\n' ' ' < approval.txt.sig`,
      'The payload, with what that prints in it:',
      `  ${JSON.stringify(payload)}`,
      where,
    ].join('\n'),
  };
}
