import type { Ledger } from '../../knowledge/ledger.ts';
import type { NodeStep, Plan } from '../../knowledge/plan.ts';
import type { RollbackPlan } from '../../knowledge/rollback-plan.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import {
  decode,
  decodeOne,
  fieldIn,
  listIn,
  textIn,
  type HistoryEvent,
  type RecordedRun,
} from './history.ts';
import { readFailure } from './read-failure.ts';
import type { ReportFailure, ReportStep } from './report.ts';

/** A step as its own run tells it; the phase it belongs to is known only to the whole. */
export type UnplacedStep = Omit<ReportStep, 'phase'>;

/** Each activity of a run, in the order in which they were scheduled. */
export function readSteps(run: RecordedRun): readonly UnplacedStep[] {
  const calls = new Map<string, Call>();
  for (const event of run.events) {
    if (event.activityTaskScheduledEventAttributes) calls.set(event.eventId, { scheduled: event });
    const call = calls.get(scheduledIdOf(event) ?? '');
    if (!call) continue;
    if (event.activityTaskStartedEventAttributes) call.started = event;
    else call.ended = event;
  }
  return [...calls.values()].map(stepOf);
}

interface Call {
  readonly scheduled: HistoryEvent;
  started?: HistoryEvent;
  ended?: HistoryEvent;
}

function scheduledIdOf(event: HistoryEvent): string | undefined {
  const attributes =
    event.activityTaskStartedEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes;
  return attributes?.scheduledEventId;
}

function stepOf({ scheduled, started, ended }: Call): UnplacedStep {
  const { activityType, input } = scheduled.activityTaskScheduledEventAttributes ?? {};
  const kind = activityType?.name ?? '';
  const summary = decode(scheduled.userMetadata?.summary);
  const result = decodeOne(ended?.activityTaskCompletedEventAttributes?.result);
  const failures = failuresOf(started, ended);
  const endedAt = ended?.eventTime ?? null;
  return {
    at: scheduled.eventTime,
    endedAt,
    tookMillis: endedAt === null ? null : Date.parse(endedAt) - Date.parse(scheduled.eventTime),
    node: textIn(decodeOne(input), 'node') ?? null,
    kind,
    title: typeof summary === 'string' ? summary : kind,
    state: stateOf(ended, result),
    says: saysOf(kind, ended, result, failures),
    attempts: started?.activityTaskStartedEventAttributes?.attempt ?? 0,
    failures,
    verdicts: listIn<Verdict>(result, 'verdicts'),
    ledger: (fieldIn(result, 'ledger') as Ledger | undefined) ?? null,
    facts: listIn<string>(result, 'facts'),
    evidence: textIn(result, 'evidence') ?? textIn(result, 'digest') ?? null,
  };
}

function failuresOf(
  started: HistoryEvent | undefined,
  ended: HistoryEvent | undefined,
): readonly ReportFailure[] {
  const { activityTaskFailedEventAttributes: failed, activityTaskTimedOutEventAttributes: timedOut } =
    ended ?? {};
  const all = [
    readFailure(started?.activityTaskStartedEventAttributes?.lastFailure),
    readFailure(failed?.failure ?? timedOut?.failure),
  ];
  return all.filter((failure) => failure !== null);
}

function stateOf(ended: HistoryEvent | undefined, result: unknown): ReportStep['state'] {
  if (ended === undefined) return 'running';
  if (ended.activityTaskCanceledEventAttributes) return 'cancelled';
  if (!ended.activityTaskCompletedEventAttributes) return 'failed';
  return textIn(result, 'outcome') === 'alreadyDone' ? 'alreadyDone' : 'done';
}

/** Steps of the plan say themselves what came out; the few others are said here. */
function saysOf(
  kind: string,
  ended: HistoryEvent | undefined,
  result: unknown,
  failures: readonly ReportFailure[],
): string {
  if (ended === undefined) return 'not ended yet';
  if (kind === 'watchDoor' && ended.activityTaskCanceledEventAttributes) return 'The door was decided.';
  if (!ended.activityTaskCompletedEventAttributes) return failures.at(-1)?.message ?? 'cancelled';
  switch (kind) {
    case 'readSpec':
      return 'The file was read and is valid.';
    case 'lookAndPlan': {
      const plan = fieldIn(result, 'plan') as Plan | undefined;
      return plan ? `Planned: ${plan.phases.length} phases for ${plan.nodes.length} nodes.` : 'Planned.';
    }
    case 'planRollback': {
      const { back = [], repairs = [] } = result as Partial<RollbackPlan>;
      return `Planned: ${back.length} nodes go back (${back.map(({ name, kind: way }) => `${name}: ${way}`).join(', ')}), ${repairs.length} are repaired then.`;
    }
    case 'planNodeRollback':
    case 'planNode':
      return `Planned: ${listIn<NodeStep>(result, 'steps')
        .map((step) => step.kind)
        .join(', ')}.`;
    case 'watchDoor':
      return fieldIn(result, 'blind') === true
        ? 'Nothing could be seen of what stands before the door.'
        : 'What stands before the door has changed.';
    case 'verifyApproval':
      return `A good signature, by ${textIn(result, 'fingerprint') ?? 'an unknown key'}.`;
    case 'collectDoorEvidence':
      return textIn(result, 'warning') ?? 'The evidence was collected.';
    default:
      return textIn(result, 'says') ?? '';
  }
}
