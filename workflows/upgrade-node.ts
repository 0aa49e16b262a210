import { ApplicationFailure, patched } from '@temporalio/workflow';
import type { NodeTask } from '../activities/activities.ts';
import { sameRelease } from '../knowledge/cassandra/release-name.ts';
import type { NodeStepKind } from '../knowledge/plan.ts';
import { describeNodeStep } from '../knowledge/procedures/describe-node-step.ts';
import { call } from './call.ts';
import { type Turn, type Walked, walkTurn } from './walk-turn.ts';

export interface NodeResult extends Walked {
  readonly node: string;
  readonly release: string;
}

/** Up to here nothing of the node is touched, so that a cancellation may end the walk. */
const harmless: readonly NodeStepKind[] = [
  'lockHost',
  'unpackRelease',
  'keepIdentity',
  'prepareConfiguration',
  'awaitGatesBefore',
];

/** Activities whose failure leaves the node as it was. */
export const harmlessSteps: readonly string[] = ['planNode', ...harmless];

/**
 * Carries one node to the target. It fails when a step fails for good; started again it looks at the node and goes on
 * from there. From the drain on it does not heed a cancellation: a node is never left stopped by one.
 */
export async function upgradeNode(task: NodeTask): Promise<NodeResult> {
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;
  // Before, a cancellation was heeded only between two steps.
  const breaksOff = () => patched('gates-broken-off');
  const { turn, walked } = await walkTurn<NodeStepKind, NodeTurn>(
    task.node,
    () => plan(task, name),
    breaksOff,
  );
  if (!sameRelease(turn.to, task.plan.to))
    throw ApplicationFailure.nonRetryable('planned for another release');
  return { node: task.node, release: turn.to, ...walked };
}

interface NodeTurn extends Turn<NodeStepKind> {
  readonly to: string;
}

async function plan(task: NodeTask, name: string): Promise<NodeTurn> {
  const planned = await call('planNode', task, `look at ${name} and plan its steps`);
  const steps = planned.steps.map(({ kind }) => kind);
  return {
    ...{ to: planned.to, steps, harmless, isWhole: steps.includes('drainNode') },
    titleOf: (kind) => describeNodeStep(kind).title,
    head: `**${name}** ${planned.from} to ${planned.to}`,
    perform: (kind, title, gates) => call(kind, { ...task, ...gates }, `${name}: ${title}`),
    unlock: () => call('unlockHost', task, `unlock ${name}: cancelled before anything was changed`),
  };
}
