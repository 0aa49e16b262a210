import {
  clusterWorkflowId,
  nodeRollbackWorkflowId,
  nodeWorkflowId,
  type NodeProgress,
  type NodeState,
  type UpgradeResult,
} from '../../knowledge/messages.ts';
import type { Plan, PlannedNode } from '../../knowledge/plan.ts';
import type { ServiceMeasures } from '../../knowledge/service-measures.ts';
import type { RollbackPlan } from '../../knowledge/rollback-plan.ts';
import { decodeOne, fieldIn, textIn, type HistoryEvent, type RecordedRun } from './history.ts';
import { type PlannedRun, readHops } from './read-hops.ts';
import { readFailure } from './read-failure.ts';
import { readPeople } from './read-people.ts';
import { readSpans } from './read-spans.ts';
import { readSteps, type UnplacedStep } from './read-steps.ts';
import type { Report, ReportNode, ReportPhase, ReportStep, ReportWord } from './report.ts';

/**
 * Makes the report of one upgrade out of its recorded histories.
 * @param runs the cluster's run, or its chain of runs, oldest first, and every run of its nodes' workflows
 * @param missing what could not be fetched, in people's words
 */
export function buildReport(
  cluster: string,
  runs: readonly RecordedRun[],
  missing: readonly string[] = [],
): Report {
  const own = runs.filter((run) => run.workflowId === clusterWorkflowId(cluster));
  const first = own[0]?.events[0];
  if (first === undefined)
    throw new RangeError(`no history of ${clusterWorkflowId(cluster)} among the runs given`);
  const started = first.workflowExecutionStartedEventAttributes;
  const input = decodeOne(started?.input);
  // The input of a way back holds the file among other things.
  const spec = fieldIn(input, 'spec') ?? input;
  const end = endOf(own.at(-1)?.events.at(-1));
  const { phases, waits } = readSpans(own, end.at);
  const unplaced = runs.flatMap(readSteps);
  const plan = end.result?.plan ?? planIn(own);
  const hops = readHops(own.map(plannedRun), end.state === 'done');
  const nodes = (hops.length > 0 ? firstPlanOf(own) : plan)?.nodes ?? nodesGoingBack(own);
  const people = own.flatMap(readPeople);
  return {
    cluster,
    workflowId: clusterWorkflowId(cluster),
    runIds: own.map((run) => run.runId),
    state: end.state,
    says: end.says,
    from: [...new Set(nodes.map((node) => node.release))],
    to: (end.result?.state === 'rolledBack' ? end.result.to : undefined) ?? textIn(spec, 'target') ?? '',
    startedAt: first.eventTime,
    endedAt: end.at,
    startedBy: started?.identity ?? '',
    ...(hops.length > 0 && { hops }),
    ...serviceOf(own),
    phases,
    nodes: nodes.map((node) => nodeOf(node, { cluster, runs, people, result: end.result })),
    people,
    approvals: end.result?.approvals ?? null,
    waits,
    steps: inOrder(unplaced).map((step) => ({ ...step, phase: phaseAt(phases, step.at) })),
    plan,
    spec,
    missing,
  };
}

interface End {
  readonly state: Report['state'];
  readonly says: string | null;
  readonly at: string | null;
  readonly result: UpgradeResult | null;
}

function endOf(event: HistoryEvent | undefined): End {
  const at = event?.eventTime ?? null;
  const failed = (says: string): End => ({ state: 'failed', says, at, result: null });
  if (event?.workflowExecutionCompletedEventAttributes) {
    const result = decodeOne(event.workflowExecutionCompletedEventAttributes.result) as UpgradeResult;
    return { state: result.state, says: result.says, at, result };
  }
  if (event?.workflowExecutionFailedEventAttributes) {
    return failed(readFailure(event.workflowExecutionFailedEventAttributes.failure)?.message ?? 'It failed.');
  }
  if (event?.workflowExecutionTerminatedEventAttributes) {
    const { reason, identity } = event.workflowExecutionTerminatedEventAttributes;
    return failed(`Terminated in Temporal by ${identity ?? 'somebody'}${reason ? `: ${reason}` : ''}.`);
  }
  if (event?.workflowExecutionCanceledEventAttributes) return failed('Cancelled in Temporal.');
  if (event?.workflowExecutionTimedOutEventAttributes) return failed('It ran out of time.');
  return { state: 'running', says: null, at: null, result: null };
}

/** The newest plan: a retried look makes another. */
function planIn(runs: readonly RecordedRun[]): Plan | null {
  const results = resultsOf(runs, 'lookAndPlan').map((result) => fieldIn(result, 'plan'));
  return (results.at(-1) as Plan | undefined) ?? null;
}

/** Of a chain the first hop's measure of before, and the last one's of after. */
function serviceOf(runs: readonly RecordedRun[]): Pick<Report, 'service'> {
  const measures = resultsOf(runs, 'measureService').map(
    (result) => fieldIn(result, 'service') as ServiceMeasures | undefined,
  );
  if (measures.length === 0) return {};
  return {
    service: {
      before: measures.find((each) => each?.when === 'before') ?? null,
      after: measures.findLast((each) => each?.when === 'after') ?? null,
    },
  };
}

/** Of a chain the first hop's plan tells what the nodes ran when all began. */
function firstPlanOf(runs: readonly RecordedRun[]): Plan | null {
  return runs.map((run) => planIn([run])).find((plan) => plan !== null) ?? null;
}

function plannedRun(run: RecordedRun): PlannedRun {
  const last = run.events.at(-1);
  return {
    plan: planIn([run]),
    startedAt: run.events[0]?.eventTime ?? '',
    endedAt: last && (isClosing(last) || wentOn(last)) ? last.eventTime : null,
  };
}

/** Every member, as the plan of a way back has it. */
function nodesGoingBack(runs: readonly RecordedRun[]): readonly PlannedNode[] {
  const plan = resultsOf(runs, 'planRollback').at(-1) as RollbackPlan | undefined;
  return plan?.context.nodes ?? [];
}

function resultsOf(runs: readonly RecordedRun[], activity: string): unknown[] {
  return runs.flatMap(({ events }) => {
    const called = events.filter(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity,
    );
    const ids = new Set(called.map((event) => event.eventId));
    return events.flatMap(({ activityTaskCompletedEventAttributes: completed }) =>
      ids.has(completed?.scheduledEventId ?? '') ? [decodeOne(completed?.result)] : [],
    );
  });
}

interface Recorded {
  readonly cluster: string;
  readonly runs: readonly RecordedRun[];
  readonly people: readonly ReportWord[];
  /** Null: it runs, or failed. */
  readonly result: UpgradeResult | null;
}

function nodeOf(planned: PlannedNode, recorded: Recorded): ReportNode {
  const { cluster, runs, result } = recorded;
  const own = runsOf(planned.node, cluster, runs);
  const spans = own.map(({ events }) => ({ since: events[0]?.eventTime ?? '', until: closeOf(events) }));
  const last = own.at(-1)?.events.at(-1);
  const progress = result?.nodes.find((node) => node.node === planned.node);
  const { node, name, dataCenter, rack, release } = planned;
  return {
    node,
    name,
    dataCenter,
    rack,
    from: release,
    to: releaseOf(progress, last),
    state:
      progress?.state ??
      (wasSkipped(own, recorded, planned.node) ? 'skipped' : stateOf(own.at(-1), planned.node, cluster)),
    startedAt: spans[0]?.since ?? null,
    endedAt: spans.at(-1)?.until ?? null,
    tookMillis: spans.length === 0 ? null : sumOf(spans),
    runs: own.length,
  };
}

function runsOf(node: string, cluster: string, runs: readonly RecordedRun[]): RecordedRun[] {
  const ids = [nodeWorkflowId(cluster, node), nodeRollbackWorkflowId(cluster, node)];
  return runs.filter((run) => ids.includes(run.workflowId)).toSorted(byBegin);
}

/**
 * Who is skipped is the node whose turn, or way back, ended last before it was said, unless that turn ended well: then it is
 * of something else. A way back may follow, no second turn.
 */
function wasSkipped(own: readonly RecordedRun[], { cluster, runs, people }: Recorded, node: string): boolean {
  const skips = people.filter(({ command, refused }) => command === 'skip' && !refused);
  return skips.some(({ at }) => {
    const ended = runs.filter(({ events }) => Date.parse(closeOf(events) ?? '') <= Date.parse(at));
    const last = ended.toSorted((one, other) => closedAt(one) - closedAt(other)).at(-1);
    return last !== undefined && own.includes(last) && stateOf(last, node, cluster) !== 'done';
  });
}

function closedAt({ events }: RecordedRun): number {
  return Date.parse(closeOf(events) ?? '');
}

function byBegin(one: RecordedRun, other: RecordedRun): number {
  return Date.parse(one.events[0]?.eventTime ?? '') - Date.parse(other.events[0]?.eventTime ?? '');
}

function closeOf(events: readonly HistoryEvent[]): string | null {
  const last = events.at(-1);
  return last && isClosing(last) ? last.eventTime : null;
}

function isClosing(event: HistoryEvent): boolean {
  return Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionCanceledEventAttributes,
  );
}

function wentOn(event: HistoryEvent): boolean {
  return event.workflowExecutionContinuedAsNewEventAttributes != null;
}

function sumOf(spans: readonly { since: string; until: string | null }[]): number | null {
  const lengths = spans.map(({ since, until }) =>
    until === null ? Number.NaN : Date.parse(until) - Date.parse(since),
  );
  const sum = lengths.reduce((total, length) => total + length, 0);
  return Number.isNaN(sum) ? null : sum;
}

function stateOf(run: RecordedRun | undefined, node: string, cluster: string): NodeState {
  const last = run?.events.at(-1);
  if (!run || !last) return 'waiting';
  if (!isClosing(last)) return 'running';
  if (!last.workflowExecutionCompletedEventAttributes) return 'failed';
  return run.workflowId === nodeRollbackWorkflowId(cluster, node) ? 'back' : 'done';
}

function releaseOf(progress: NodeProgress | undefined, last: HistoryEvent | undefined): string | null {
  const own = textIn(decodeOne(last?.workflowExecutionCompletedEventAttributes?.result), 'release');
  return own ?? (progress?.state === 'done' || progress?.state === 'back' ? progress.release : null);
}

function inOrder(steps: readonly UnplacedStep[]): readonly UnplacedStep[] {
  return steps.toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function phaseAt(phases: readonly ReportPhase[], at: string): ReportStep['phase'] {
  const moment = Date.parse(at);
  return phases.findLast((phase) => Date.parse(phase.since) <= moment)?.name ?? null;
}
