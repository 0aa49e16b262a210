import { expect, test } from 'vitest';
import { printApproval } from '../../../client/signing/print-approval.ts';
import type { DoorWaiting } from '../../../client/view/door-lines.ts';
import { signedText, textToSign } from '../../../knowledge/approval-text.ts';
import { atDoor } from '../view/sample-status.ts';

const waiting = atDoor.waiting as DoorWaiting;
const toSign = textToSign({
  cluster: 'prod1',
  runId: 'r',
  door: 'cms',
  stand: 1,
  evidence: waiting.evidence,
});
const approval = { by: 'dba-lead', evidence: waiting.evidence };

test('unsigned: the text to the byte on standard output, and how to sign it beside', () => {
  const { stdout, stderr } = printApproval('prod1', { ...waiting, toSign }, approval);
  expect(stdout).toBe(signedText(toSign, 'dba-lead'));
  expect(stderr).toContain('ssh-keygen -Y sign -n ringlift@cassandra-upgrade');
  expect(stderr).toContain('"signature":"THE SIGNATURE IN ONE LINE"');
  expect(stderr).toContain('cassandra-upgrade/prod1');
});

test('signed, or where nothing is to be signed: the payload', () => {
  const signed = { ...approval, signature: 'armour' };
  expect(JSON.parse(printApproval('prod1', { ...waiting, toSign }, signed).stdout)).toEqual(signed);
  expect(JSON.parse(printApproval('prod1', waiting, approval).stdout)).toEqual(approval);
});
