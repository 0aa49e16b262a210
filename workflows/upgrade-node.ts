import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  defineQuery,
  patched,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { NodeTask } from '../activities/activities.ts';
import { sameRelease } from '../knowledge/cassandra/release-name.ts';
import type { Ledger } from '../knowledge/ledger.ts';
import type { NodeStatus } from '../knowledge/messages.ts';
import type { NodePlan, NodeStepKind } from '../knowledge/plan.ts';
import { describeNodeStep } from '../knowledge/procedures/describe-step.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { breakable } from './breakable.ts';
import { call } from './call.ts';

export interface NodeResult {
  readonly node: string;
  readonly release: string;
  readonly verdicts: readonly Verdict[];
  /** What going back cost when its gates had opened. */
  readonly ledger?: Ledger;
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
  const scope = CancellationScope.current();
  let status: NodeStatus = { node: task.node, step: null, stepNumber: 0, stepCount: 0, stepSince: now() };
  setHandler(defineQuery<NodeStatus>('status'), () => status, {
    description: 'The step that this node is at.',
  });
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;

  return CancellationScope.nonCancellable(async () => {
    const untouched = new CancellationScope();
    // Before, a cancellation was heeded only between two steps.
    scope.cancelRequested.catch(() => {
      if (patched('gates-broken-off')) untouched.cancel();
    });
    const plan = await call('planNode', task, `look at ${name} and plan its steps`);
    // What an earlier turn left stopped is ours to finish, whatever comes.
    const isWhole = plan.steps.some(({ kind }) => kind === 'drainNode');
    let verdicts: readonly Verdict[] = [];
    let ledger: Ledger | undefined;
    for (const [index, { kind }] of plan.steps.entries()) {
      const isHarmless = isWhole && harmless.includes(kind);
      if (scope.consideredCancelled && isHarmless) await leaveAsItWas(task, name);
      const { title } = describeNodeStep(kind);
      status = {
        node: task.node,
        step: title,
        stepNumber: index + 1,
        stepCount: plan.steps.length,
        stepSince: now(),
      };
      setCurrentDetails(detailsOf(name, plan, index));
      const work = () => call(kind, task, `${name}: ${title}`);
      const outcome = await (isHarmless ? breakable(untouched, work) : work());
      if (outcome === null) return leaveAsItWas(task, name);
      verdicts = outcome.verdicts ?? verdicts;
      ledger = outcome.ledger ?? ledger;
    }
    if (!sameRelease(plan.to, task.plan.to))
      throw ApplicationFailure.nonRetryable('planned for another release');
    return { node: task.node, release: plan.to, verdicts, ...(ledger && { ledger }) };
  });
}

async function leaveAsItWas(task: NodeTask, name: string): Promise<never> {
  await call('unlockHost', task, `unlock ${name}: cancelled before anything was changed`);
  throw new CancelledFailure('cancelled before the node was touched');
}

function detailsOf(name: string, plan: NodePlan, current: number): string {
  const lines = plan.steps.map(({ kind }, index) => {
    const mark = index < current ? '✓' : index === current ? '▶' : '·';
    return `- ${mark} ${describeNodeStep(kind).title}`;
  });
  return [`**${name}** ${plan.from} to ${plan.to}`, lines.join('\n')].join('\n\n');
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
