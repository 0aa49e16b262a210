import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { groupSafe } from './group-safe.ts';
import { judgeBehindOurBack } from './judge-undisturbed.ts';
import { membersUnchanged } from './members-unchanged.ts';
import { guardsMixedSchema, mixedSchema } from './mixed-schema.ts';
import { notAnotherDown } from './not-another-down.ts';
import { othersFitMode } from './others-fit-mode.ts';
import { othersIdle } from './others-idle.ts';
import { othersUp } from './others-up.ts';
import { replicasSafeWithout } from './replicas-safe.ts';
import { schemaPerReleaseBefore } from './schema-per-release.ts';

/**
 * May this node be changed now? All of them leave the node itself out: half done by an earlier attempt, it must not
 * block its own resumption.
 */
export function judgeBeforeNode(input: NodeGateInput): Verdict[] {
  const whileDown = input.plan.down?.length ? [replicasSafeWithout] : [];
  const restart = input.change?.setting === 'storageMode' ? [othersFitMode] : [];
  const together = input.beside?.length ? [groupSafe] : [];
  const mixed = guardsMixedSchema(input) ? [mixedSchema] : [];
  return [
    ...[othersUp, notAnotherDown, membersUnchanged, schemaPerReleaseBefore, othersIdle],
    ...[...restart, ...whileDown, ...together, ...mixed],
  ]
    .map((gate) => gate(input))
    .concat(judgeBehindOurBack(input));
}
