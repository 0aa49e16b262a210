import type { Verdict } from '../verdict.ts';
import { allOnTarget } from './all-on-target.ts';
import { allUp } from './all-up.ts';
import { judgeCmsDescribed } from './cms-agreed.ts';
import { cmsNotBegun } from './cms-not-begun.ts';
import { cmsPlacement } from './cms-placement.ts';
import { downNodesDownAtTheDoor } from './down-nodes-stay-down.ts';
import { doorFacts } from './door-facts.ts';
import { lookedAtStanding, standingOf } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { sameMembers } from './same-members.ts';
import { oneSchema } from './one-schema.ts';
import { schemaUntouched } from './schema-untouched.ts';
import { idleFindings } from './idle-findings.ts';
import { judge } from './judge.ts';
import { noLeftoverReplacement } from './no-leftover-replacement.ts';
import { snapshotsKept } from './snapshots-kept.ts';
import { storageModeAsPlanned } from './storage-mode-as-planned.ts';

export interface CmsReadiness {
  readonly verdicts: readonly Verdict[];
  /** What an approval is bound to: see doorFacts. Hashed by whoever shows it. */
  readonly facts: readonly string[];
  /** Every node says that the CMS is initialized, and all agree: there is nothing left to ask. */
  readonly isBehind: boolean;
}

/**
 * May `cms initialize` be run? Behind it there is no way back, so everything is judged again, whatever was judged
 * before. The verdicts say whether it may be run now; the facts say what state a person approves.
 *
 * @source seed 004, phase 2, "re-run the full readiness checklist"
 */
export function judgeCmsReadiness(input: DoorInput): CmsReadiness {
  const gates = [
    allOnTarget,
    allUp,
    oneSchema,
    sameMembers,
    schemaUntouched,
    storageModeAsPlanned,
    snapshotsKept,
    cmsNotBegun,
    nobodyWorks,
    noLeftoverReplacement,
    cmsPlacement,
    ...(input.plan.down?.length ? [downNodesDownAtTheDoor] : []),
  ];
  return { verdicts: gates.map((gate) => gate(input)), facts: doorFacts(input), isBehind: isBehind(input) };
}

function isBehind(input: DoorInput): boolean {
  const { nodes, unknown } = lookedAtStanding(input, ['cms']);
  return unknown.length === 0 && judgeCmsDescribed(nodes, { members: null }).open;
}

/** No repair, stream, bootstrap or operator's compaction goes on at any node that goes through the door. */
function nobodyWorks(input: DoorInput): Verdict {
  return judge('nothingRunning', {
    ...idleFindings(input.inventory.nodes, standingOf(input)),
    standsFor: ['S1-4', 'S4-7', 'S4-9'],
  });
}
