import type { Approval, GivenApproval } from '../knowledge/messages.ts';
import { personIn, samePerson } from '../knowledge/person-name.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import type { Standing } from './standing.ts';

type Rules = Spec['approvals'];

/** Why what a person says at a door is not heard; null: it is. */
export function personRefusal({ who }: Rules, standing: Standing | null, by: string): string | null {
  if (!standing) return 'the upgrade stands before no door now';
  if (personIn(who, by) !== null) return null;
  return `${by} is not among those who may approve: ${who.join(', ')}`;
}

/** Why an approval can't be taken, by what is known without a look; null: it can. Gates are for the look to judge. */
export function approvalRefusal(
  rules: Rules,
  standing: Standing | null,
  given: readonly GivenApproval[],
  { by, evidence, signature }: Approval,
): string | null {
  const person = personRefusal(rules, standing, by);
  if (person !== null || !standing) return person;
  if (given.some((approval) => samePerson(approval.by, by)))
    return `${by} has approved this evidence already`;
  const digits = String(evidence ?? '').replace(/^sha256:/, '');
  if (!/^[0-9a-f]{8,64}$/.test(digits)) {
    return 'the evidence must be given as at least 8 hex digits of its sha256: it is on the page and in ringlift status';
  }
  const { digest } = standing.evidence;
  if (!digest.slice('sha256:'.length).startsWith(digits))
    return `this is not the evidence that stands now: given ${digits}, stands ${digest}. Look at it, then approve what you saw`;
  if (!rules.signed || signature?.trim()) return null;
  return 'approvals of this upgrade are signed: sign the text of ringlift evidence, or use ringlift approve --sign';
}

/** Why a signature that was verified does not count; null: it does, or none was asked for. */
export function signatureRefusal(
  given: readonly GivenApproval[],
  isSameStand: boolean,
  signedWith: string | null,
): string | null {
  if (signedWith === null) return null;
  if (!isSameStand) return 'the door stands anew since that was signed: sign the text that it shows now';
  const other = given.find((approval) => approval.signedWith === signedWith);
  return other ? `the key ${signedWith} has signed the approval of ${other.by} already` : null;
}
