import { workflowInfo } from '@temporalio/workflow';
import type { DoorEvidence, DoorTask } from '../activities/activities.ts';
import { textToSign } from '../knowledge/approval-text.ts';
import type { EvidenceChange, GivenApproval, Waiting } from '../knowledge/messages.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import type { Verdict } from '../knowledge/verdict.ts';

/** What stands before a door now; it changes while it stands. */
export interface Standing {
  readonly task: DoorTask;
  readonly isWatched: boolean;
  /** As last seen. After a blind look its verdicts say so, and digest and facts are the last that were seen. */
  evidence: DoorEvidence;
  /** Of all stands of this upgrade: never used twice. */
  number: number;
  changed: EvidenceChange | null;
}

/** What an approver's key signs, but for the line with his name. */
export function toSignOf({ task, number, evidence }: Standing): string {
  const { cluster } = task.plan;
  const { runId } = workflowInfo();
  return textToSign({ cluster, runId, door: task.door, stand: number, evidence: evidence.digest });
}

/** The stand as people see it in the status. */
export function waitingOf(
  standing: Standing,
  approvals: readonly GivenApproval[],
  { who, required, signed }: Spec['approvals'],
  now: string,
): Waiting {
  const { task, evidence, number, changed } = standing;
  const { digest, facts, verdicts, warning } = evidence;
  return {
    for: 'approval',
    door: task.door,
    warning,
    evidence: digest,
    facts,
    verdicts,
    approvals: [...approvals],
    required,
    who,
    stand: number,
    ...(changed && { changed }),
    ...(signed && { toSign: toSignOf(standing) }),
    since: now,
  };
}

/** `Shut: allUp: cass2 is down.` */
export function sayShut(verdicts: readonly Verdict[]): string {
  const gates = verdicts.flatMap(({ gate, open, evidence }) =>
    open ? [] : [`${gate}: ${evidence[0] ?? 'shut'}`],
  );
  return `Shut: ${gates.join('; ') || 'no gate was judged'}.`;
}
