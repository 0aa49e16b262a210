import { decode, decodeOne, fieldIn, textIn, type HistoryEvent, type RecordedRun } from './history.ts';
import { readFailure } from './read-failure.ts';
import type { ReportWord } from './report.ts';

/** What people said to a run, with what they were answered: Updates by Temporal, Signals by the memo. */
export function readPeople(run: RecordedRun): readonly ReportWord[] {
  const outcomes = new Map<string, Outcome>();
  for (const { workflowExecutionUpdateCompletedEventAttributes: completed } of run.events) {
    if (completed?.meta?.updateId) outcomes.set(completed.meta.updateId, completed.outcome);
  }
  const answers = run.events.flatMap(answerIn);
  return run.events.flatMap((event) => {
    const word = signalOf(event, answers) ?? updateOf(event, outcomes);
    return word ? [word] : [];
  });
}

type Outcome = NonNullable<HistoryEvent['workflowExecutionUpdateCompletedEventAttributes']>['outcome'];

interface SignalAnswer {
  readonly command: string | undefined;
  readonly by: string | undefined;
  readonly says: string | undefined;
  readonly refused: boolean;
}

function answerIn({ workflowPropertiesModifiedEventAttributes: modified }: HistoryEvent): SignalAnswer[] {
  const answer = decode(modified?.upsertedMemo?.fields?.['lastAnswer']);
  if (answer === undefined) return [];
  return [
    {
      ...{ command: textIn(answer, 'command'), by: textIn(answer, 'by'), says: textIn(answer, 'says') },
      refused: fieldIn(answer, 'refused') === true,
    },
  ];
}

/** @param answers in the order in which they were given; what is taken is taken out */
function signalOf(event: HistoryEvent, answers: SignalAnswer[]): ReportWord | null {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (!signal) return null;
  const payload = decodeOne(signal.input);
  const { signalName: command = '', identity = '' } = signal;
  const by = textIn(payload, 'by');
  const index = answers.findIndex((each) => each.command === command && each.by === by);
  const [answer] = index === -1 ? [] : answers.splice(index, 1);
  return {
    ...wordOf(event, command, payload, identity),
    through: 'signal',
    ...{ answer: answer?.says ?? null, refused: answer?.refused ?? false },
  };
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
    asks: asksIn(payload),
    evidence: textIn(payload, 'evidence') ?? null,
    identity,
  };
}

function asksIn(payload: unknown): string[] {
  const flags = ['now', 'force'].filter((key) => fieldIn(payload, key) === true);
  const texts = ['node', 'consent'].flatMap((key) => {
    const text = textIn(payload, key);
    return text === undefined ? [] : [`${key} ${text}`];
  });
  return [...flags, ...texts];
}
