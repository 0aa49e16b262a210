import type { Verdict } from '../verdict.ts';
import { actorsPaused } from './actors-paused.ts';
import { downNodesStayDown } from './down-nodes-stay-down.ts';
import type { NodeGateInput } from './gate-input.ts';
import { idleFindings } from './idle-findings.ts';
import { judge } from './judge.ts';
import { membersUnchanged } from './members-unchanged.ts';
import { noForeignBackup } from './no-foreign-backup.ts';
import { othersIdle } from './others-idle.ts';
import { othersUp } from './others-up.ts';
import { schemaKept } from './schema-untouched.ts';

/**
 * May a step that stops no node begin: a snapshot, a rewriting, a repair? Nobody has done anything behind our back that
 * it would meet.
 *
 * @param isItselfIdle the node of the step must have nothing to do either: what we began on it earlier can't be there
 */
export function judgeUndisturbed(input: NodeGateInput, isItselfIdle: boolean): Verdict[] {
  const idle = isItselfIdle ? allIdle : othersIdle;
  return [othersUp, membersUnchanged, idle].map((gate) => gate(input)).concat(judgeBehindOurBack(input));
}

/** What is asked of no single node, or only where the file gives a reason to ask. */
export function judgeBehindOurBack(input: NodeGateInput): Verdict[] {
  const { spec, plan, around } = input;
  const nameOf = (node: string) => plan.nodes.find((each) => each.node === node)?.name ?? node;
  return [
    schemaKept(input),
    // Plans of before do not know since when.
    ...(plan.at === undefined ? [] : [noForeignBackup(input, plan.at)]),
    ...(spec.actors.length === 0
      ? []
      : [actorsPaused({ actors: spec.actors, views: around?.actors ?? [], nameOf })]),
    ...(plan.down?.length ? [downNodesStayDown(input)] : []),
  ];
}

function allIdle({ plan, observations }: NodeGateInput): Verdict {
  const standing = plan.nodes.filter(({ node }) => !plan.down?.includes(node));
  return judge('nothingRunning', { ...idleFindings(observations, standing), standsFor: ['S1-4', 'S4-7'] });
}
