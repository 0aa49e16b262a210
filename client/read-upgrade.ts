import {
  nodeRollbackWorkflowId,
  nodeWorkflowId,
  type NodeStatus,
  type UpgradeResult,
  type UpgradeStatus,
} from '../knowledge/messages.ts';
import type { Plan } from '../knowledge/plan.ts';
import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { findUpgrade, type FoundUpgrade } from './find-upgrade.ts';
import { innermostMessage } from './innermost-message.ts';
import { askWorker } from './require-worker.ts';
import { asking } from './translate-error.ts';

/** An upgrade as it stands, or as it ended. */
export type UpgradeView = LiveUpgrade | EndedUpgrade;

export interface LiveUpgrade {
  readonly kind: 'live';
  readonly status: UpgradeStatus;
  /** What the workflows of the nodes being changed say, by node. */
  readonly nodes: Readonly<Record<string, NodeStatus>>;
}

export interface EndedUpgrade {
  readonly kind: 'ended';
  readonly cluster: string;
  readonly state: 'done' | 'aborted' | 'rolledBack' | 'failed';
  /** One or more sentences. */
  readonly says: string;
  /** Absent when the workflow failed or was ended from outside. */
  readonly result: UpgradeResult | null;
  readonly startedAt: string;
  readonly endedAt: string;
}

const answerLimitMillis = 10_000;
const nodeAnswerLimitMillis = 2_000;
// Asking a thousand nodes each second would be work for the worker and no news for the reader.
const mostNodesAsked = 8;

/**
 * Asks the upgrade how it stands; of an ended one the result is read, for which no worker is needed.
 * @throws ClientFailure `notFound`, `unreachable`
 */
export async function readUpgrade(session: Session, cluster: string): Promise<UpgradeView> {
  return asking(session, `upgrade of ${cluster}`, async () => {
    const found = await findUpgrade(session, cluster);
    return found.runs ? readLive(session, found, cluster) : readEnd(found, cluster);
  });
}

async function readLive(session: Session, found: FoundUpgrade, cluster: string): Promise<LiveUpgrade> {
  const status = await askWorker(session, found.taskQueue, answerLimitMillis, () =>
    found.handle.query<UpgradeStatus>('status'),
  );
  const running = status.nodes.filter((node) => node.state === 'running').slice(0, mostNodesAsked);
  const answers = await Promise.all(running.map(({ node }) => readNode(session, cluster, node)));
  return {
    kind: 'live',
    status,
    nodes: Object.fromEntries(answers.flatMap((answer) => (answer ? [[answer.node, answer]] : []))),
  };
}

/** Null when the node's workflow doesn't answer: it may begin or end just now, and the upgrade's own status stands. */
async function readNode(session: Session, cluster: string, node: string): Promise<NodeStatus | null> {
  const answers = await Promise.all(
    [nodeWorkflowId(cluster, node), nodeRollbackWorkflowId(cluster, node)].map((workflowId) => {
      const handle = session.client.workflow.getHandle(workflowId);
      return session.connection
        .withDeadline(Date.now() + nodeAnswerLimitMillis, () => handle.query<NodeStatus>('status'))
        .catch(() => null);
    }),
  );
  // One of the two has ended, and still tells its last step.
  return (
    answers
      .filter((answer) => answer !== null)
      .toSorted((one, other) => Date.parse(one.stepSince) - Date.parse(other.stepSince))
      .at(-1) ?? null
  );
}

/** What an upgrade that has ended still tells of its last moments; null: no worker is there to ask. */
export async function readLastWords(session: Session, cluster: string): Promise<LiveUpgrade | null> {
  try {
    const { handle } = await findUpgrade(session, cluster);
    const status = await session.connection.withDeadline(Date.now() + nodeAnswerLimitMillis, () =>
      handle.query<UpgradeStatus>('status'),
    );
    return { kind: 'live', status, nodes: {} };
  } catch {
    return null;
  }
}

async function readEnd({ handle, startedAt, endedAt }: FoundUpgrade, cluster: string): Promise<EndedUpgrade> {
  const times = { cluster, startedAt, endedAt: endedAt ?? startedAt };
  try {
    const result = (await handle.result()) as UpgradeResult;
    return { kind: 'ended', state: result.state, says: result.says, result, ...times };
  } catch (error) {
    const { WorkflowFailedError } = await import('@temporalio/client');
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { kind: 'ended', state: 'failed', says: innermostMessage(error), result: null, ...times };
  }
}

/** @throws ClientFailure `notFound` when the upgrade stands at no door */
export async function readEvidence(session: Session, cluster: string): Promise<string> {
  const evidence = await ask<string | null>(session, cluster, 'evidence');
  if (evidence !== null) return evidence;
  throw new ClientFailure(
    'notFound',
    `The upgrade of ${cluster} stands at no door, so there is no evidence to look at.\n` +
      `  How it stands: ringlift status ${cluster}      What was seen so far: ringlift report ${cluster}`,
  );
}

/** Null: not planned yet. */
export async function readPlan(session: Session, cluster: string): Promise<Plan | null> {
  return ask<Plan | null>(session, cluster, 'plan');
}

async function ask<Answer>(session: Session, cluster: string, query: string): Promise<Answer> {
  return asking(session, `upgrade of ${cluster}`, async () => {
    const { handle, taskQueue } = await findUpgrade(session, cluster);
    return askWorker(session, taskQueue, answerLimitMillis, () => handle.query<Answer>(query));
  });
}
