import { clusterWorkflowId } from '../../knowledge/messages.ts';
import type { Session } from '../connect.ts';
import { asking } from '../translate-error.ts';
import { buildReport } from './build-report.ts';
import type { HistoryEvent, RecordedRun } from './history.ts';
import { plainEvent } from './plain-event.ts';
import type { Report } from './report.ts';

// Enough to hide the way to the server, few enough not to be a burden beside the upgrade itself.
const fetchedAtOnce = 8;

/**
 * Fetches the histories of an upgrade and of its nodes, and makes the report. No worker is needed.
 * @param runId absent: the newest run
 * @throws ClientFailure `notFound`, `unreachable`
 */
export async function fetchReport(session: Session, cluster: string, runId?: string): Promise<Report> {
  const { runs, missing } = await fetchHistories(session, cluster, runId);
  return buildReport(cluster, runs, missing);
}

/** The histories alone: the cluster's runs, oldest first, then those of its nodes. */
export async function fetchHistories(session: Session, cluster: string, runId?: string): Promise<Histories> {
  return asking(session, `upgrade of ${cluster}`, async () => {
    const own = await fetchChain(session, clusterWorkflowId(cluster), runId);
    const { runs, missing } = await fetchChildren(session, own);
    return { runs: [...own, ...runs], missing };
  });
}

export interface Histories {
  readonly runs: readonly RecordedRun[];
  /** What could not be fetched, in people's words. */
  readonly missing: readonly string[];
}

/** The run and those that it continues, oldest first. */
async function fetchChain(
  session: Session,
  workflowId: string,
  runId: string | undefined,
): Promise<RecordedRun[]> {
  const run = await fetchRun(session, workflowId, runId);
  const before = run.events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  return before ? [...(await fetchChain(session, workflowId, before)), run] : [run];
}

async function fetchChildren(session: Session, parents: readonly RecordedRun[]): Promise<Histories> {
  const { isGrpcServiceError, ServiceError, WorkflowNotFoundError } = await import('@temporalio/client');
  const children = parents.flatMap(({ events }) => events.flatMap(childIn));
  const missing: string[] = [];
  const fetched: RecordedRun[] = [];
  for (let index = 0; index < children.length; index += fetchedAtOnce) {
    const batch = children.slice(index, index + fetchedAtOnce).map(async ({ workflowId, runId }) => {
      try {
        return await fetchRun(session, workflowId, runId);
      } catch (error) {
        // The namespace's retention deletes a node's history by itself, earlier than that of a long upgrade.
        const known = [ServiceError, WorkflowNotFoundError].some((known) => error instanceof known);
        if (!known && !isGrpcServiceError(error)) throw error;
        missing.push(
          `history of ${workflowId}, run ${runId}: ${error instanceof Error ? error.message : ''}`,
        );
        return null;
      }
    });
    fetched.push(...(await Promise.all(batch)).filter((run) => run !== null));
  }
  return { runs: fetched, missing };
}

function childIn(event: HistoryEvent): readonly { workflowId: string; runId: string }[] {
  const { workflowId, runId } = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution ?? {};
  return workflowId && runId ? [{ workflowId, runId }] : [];
}

async function fetchRun(
  session: Session,
  workflowId: string,
  runId: string | undefined,
): Promise<RecordedRun> {
  const handle = session.client.workflow.getHandle(workflowId, runId);
  const known = runId ?? (await handle.describe()).runId;
  const history = await session.client.workflow.getHandle(workflowId, known).fetchHistory();
  return {
    workflowId,
    runId: known,
    events: (history.events ?? []).map(plainEvent),
  };
}
