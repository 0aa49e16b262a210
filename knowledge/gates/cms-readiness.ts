import type { Verdict } from '../verdict.ts';
import { allOnTarget } from './all-on-target.ts';
import { allUp } from './all-up.ts';
import { cmsNotBegun } from './cms-not-begun.ts';
import { cmsPlacement } from './cms-placement.ts';
import { downNodesDownAtTheDoor } from './down-nodes-stay-down.ts';
import { doorFacts } from './door-facts.ts';
import { standingOf } from './door-input.ts';
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
  return { verdicts: gates.map((gate) => gate(input)), facts: doorFacts(input) };
}

/** No repair, stream, bootstrap or operator's compaction goes on at any node that goes through the door. */
function nobodyWorks(input: DoorInput): Verdict {
  return judge('nothingRunning', {
    ...idleFindings(input.inventory.nodes, standingOf(input)),
    standsFor: ['S1-4', 'S4-7', 'S4-9'],
  });
}
