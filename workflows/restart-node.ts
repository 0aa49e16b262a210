import {
  CancellationScope,
  CancelledFailure,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { RestartTask } from '../activities/activities.ts';
import type { Ledger } from '../knowledge/ledger.ts';
import type { NodeStatus } from '../knowledge/messages.ts';
import type { RestartPlan, RestartStepKind } from '../knowledge/plan.ts';
import { describeRestartStep } from '../knowledge/procedures/describe-step.ts';
import { sayChange } from '../knowledge/setting-change.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { breakable } from './breakable.ts';
import { call } from './call.ts';

export interface RestartResult {
  readonly node: string;
  readonly verdicts: readonly Verdict[];
  /** What going back costs since. */
  readonly ledger?: Ledger;
}

/** Up to here nothing of the node is touched, so that a cancellation may end the walk. */
const harmless: readonly RestartStepKind[] = ['lockHost', 'awaitGatesBefore', 'keepConfiguration'];

/** Activities whose failure leaves the node as it was. */
export const harmlessRestartSteps: readonly string[] = ['planRestart', ...harmless];

/**
 * Restarts one node with a setting of its cassandra.yaml changed, or put back. As with an upgrade, started again it looks at
 * the node and goes on from there, and from the drain on it does not heed a cancellation.
 */
export async function restartNode(task: RestartTask): Promise<RestartResult> {
  const scope = CancellationScope.current();
  let status: NodeStatus = { node: task.node, step: null, stepNumber: 0, stepCount: 0, stepSince: now() };
  setHandler(defineQuery<NodeStatus>('status'), () => status, {
    description: 'The step that this node is at.',
  });
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;

  return CancellationScope.nonCancellable(async () => {
    const untouched = new CancellationScope();
    scope.cancelRequested.catch(() => untouched.cancel());
    const plan = await call('planRestart', task, `look at ${name} and plan its restart`);
    // What an earlier turn left stopped is ours to finish, whatever comes.
    const isWhole = plan.steps.includes('drainNode');
    let verdicts: readonly Verdict[] = [];
    let ledger: Ledger | undefined;
    for (const [index, kind] of plan.steps.entries()) {
      const isHarmless = isWhole && harmless.includes(kind);
      if (scope.consideredCancelled && isHarmless) await leaveAsItWas(task, name);
      const { title } = describeRestartStep(kind);
      const place = { stepNumber: index + 1, stepCount: plan.steps.length };
      status = { node: task.node, step: title, ...place, stepSince: now() };
      setCurrentDetails(detailsOf(name, task, plan, index));
      const work = () => call(kind, task, `${name}: ${title}`);
      const outcome = await (isHarmless ? breakable(untouched, work) : work());
      if (outcome === null) return leaveAsItWas(task, name);
      verdicts = outcome.verdicts ?? verdicts;
      ledger = outcome.ledger ?? ledger;
    }
    return { node: task.node, verdicts, ...(ledger && { ledger }) };
  });
}

async function leaveAsItWas(task: RestartTask, name: string): Promise<never> {
  await call('unlockHost', task, `unlock ${name}: cancelled before anything was changed`);
  throw new CancelledFailure('cancelled before the node was touched');
}

function detailsOf(
  name: string,
  { change, putsBack }: RestartTask,
  { steps }: RestartPlan,
  current: number,
): string {
  const lines = steps.map((kind, index) => {
    const mark = index < current ? '✓' : index === current ? '▶' : '·';
    return `- ${mark} ${describeRestartStep(kind).title}`;
  });
  const what = putsBack === true ? 'back from' : 'restarted with';
  return [`**${name}** ${what} ${sayChange(change)}`, lines.join('\n')].join('\n\n');
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
