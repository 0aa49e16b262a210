import { decodeOne, textIn, type HistoryEvent, type RecordedRun } from './history.ts';
import { readFailure } from './read-failure.ts';
import type { ReportWord } from './report.ts';

/** What people said to a run: Updates with what they were answered, and Signals, which get no answer. */
export function readPeople(run: RecordedRun): readonly ReportWord[] {
  const outcomes = new Map<string, Outcome>();
  for (const { workflowExecutionUpdateCompletedEventAttributes: completed } of run.events) {
    if (completed?.meta?.updateId) outcomes.set(completed.meta.updateId, completed.outcome);
  }
  return run.events.flatMap((event) => {
    const word = signalOf(event) ?? updateOf(event, outcomes);
    return word ? [word] : [];
  });
}

type Outcome = NonNullable<HistoryEvent['workflowExecutionUpdateCompletedEventAttributes']>['outcome'];

function signalOf(event: HistoryEvent): ReportWord | null {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (!signal) return null;
  const payload = decodeOne(signal.input);
  const { signalName: command = '', identity = '' } = signal;
  return { ...wordOf(event, command, payload, identity), through: 'signal', answer: null, refused: false };
}

function updateOf(event: HistoryEvent, outcomes: ReadonlyMap<string, Outcome>): ReportWord | null {
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
  if (!request) return null;
  const outcome = outcomes.get(request.meta?.updateId ?? '');
  const failure = readFailure(outcome?.failure);
  const payload = decodeOne(request.input?.args);
  return {
    ...wordOf(event, request.input?.name ?? '', payload, request.meta?.identity ?? ''),
    through: 'update',
    answer: failure?.message ?? textIn(decodeOne(outcome?.success), 'says') ?? null,
    refused: failure !== null,
  };
}

function wordOf(event: HistoryEvent, command: string, payload: unknown, identity: string) {
  return {
    at: event.eventTime,
    by: textIn(payload, 'by') ?? 'nobody named',
    command,
    reason: textIn(payload, 'reason') ?? '',
    comment: textIn(payload, 'comment') ?? '',
    evidence: textIn(payload, 'evidence') ?? null,
    identity,
  };
}
