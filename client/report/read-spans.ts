import { decode, type HistoryEvent, type RecordedRun } from './history.ts';
import type { ReportPhase, ReportSpan } from './report.ts';

/** Phases, and times of standing still for a person, from the search attributes that the upgrade sets at each change. */
export function readSpans(
  runs: readonly RecordedRun[],
  endedAt: string | null,
): { phases: readonly ReportPhase[]; waits: readonly ReportSpan[] } {
  const phases: ReportPhase[] = [];
  const waits: ReportSpan[] = [];
  for (const event of runs.flatMap((run) => run.events)) {
    const phase = attributeIn(event, 'UpgradePhase');
    if (typeof phase === 'string' && phase !== phases.at(-1)?.name) {
      end(phases, event.eventTime);
      phases.push({ name: phase, since: event.eventTime, until: null });
    }
    const needsHuman = attributeIn(event, 'UpgradeNeedsHuman');
    if (needsHuman === true && waits.at(-1)?.until !== null) {
      waits.push({ since: event.eventTime, until: null, phase: phases.at(-1)?.name ?? '' });
    }
    if (needsHuman === false) end(waits, event.eventTime);
  }
  if (endedAt !== null) {
    end(phases, endedAt);
    end(waits, endedAt);
  }
  return { phases, waits };
}

function end(spans: (ReportPhase | ReportSpan)[], until: string): void {
  const last = spans.pop();
  if (last) spans.push(last.until === null ? { ...last, until } : last);
}

function attributeIn(event: HistoryEvent, name: string): unknown {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  const value = decode(fields?.[name]);
  // SDKs write one value or a list of one.
  return Array.isArray(value) ? value[0] : value;
}
