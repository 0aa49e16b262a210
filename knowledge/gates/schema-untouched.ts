import type { Verdict } from '../verdict.ts';
import type { DoorInput } from './door-input.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';

/** The user schema is the one that the upgrade began with: nobody created, altered or dropped anything meanwhile. */
export function schemaUntouched({ inventory, schemaDigestAtStart }: DoorInput): Verdict {
  return verdict(inventory.schemaDigest, schemaDigestAtStart, ['S4-7', 'S4-9']);
}

/**
 * The same before every step of a roll: it is asked by CQL of the user's own tables, which every release tells alike,
 * where schema versions differ from release to release.
 */
export function schemaKept({ plan, around }: NodeGateInput): Verdict {
  return verdict(around?.schemaDigest ?? null, plan.schemaDigest, ['S0-3', 'S4-7']);
}

function verdict(now: string | null, start: string | null, standsFor: readonly string[]): Verdict {
  const same = now !== null && now === start;
  return judge('schemaUntouched', {
    seen: [`user schema ${now ?? 'unknown'} now, ${start ?? 'unknown'} at the start`],
    against: same ? [] : [schemaObjection(now, start)],
    standsFor,
  });
}

function schemaObjection(now: string | null, start: string | null): Objection {
  if (now === null) {
    return {
      found: 'the user schema could not be read: no node answered CQL',
      remedy: 'Make CQL answer on one node (`nodetool statusbinary`, cql in the file), then look again.',
    };
  }
  if (start === null) {
    return {
      found: 'the user schema of the start is not known',
      remedy: 'Plan again: the plan then starts from the schema of now, and whoever approves vouches for it.',
    };
  }
  return {
    found: 'the user schema was changed since the upgrade began',
    remedy:
      'Find out who changed it while schema changes were forbidden, see that `nodetool describecluster` agrees on every node, then plan again.',
  };
}
