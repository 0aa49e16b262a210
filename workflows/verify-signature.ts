import { isCancellation } from '@temporalio/workflow';
import { signedText } from '../knowledge/approval-text.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import { refused } from './listen.ts';
import { type Standing, toSignOf } from './standing.ts';

/**
 * The fingerprint of the key that signed what stands at the door now; null: approvals are not signed here. It takes a
 * process on the worker, so that it is done by the handler of an approval and not by its validator.
 * @throws Refused with what is wrong with the signature
 */
export async function verifySignature(
  { signed }: Spec['approvals'],
  standing: Standing,
  by: string,
  signature: string,
): Promise<string | null> {
  if (!signed) return null;
  const text = signedText(toSignOf(standing), by);
  const task = { allowedSignersFile: signed.allowedSignersFile, text, by, signature };
  try {
    return (await call('verifyApproval', task, `verify the signature of ${by}`)).fingerprint;
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw refused(reportOf(error).message);
  }
}
