import {
  CancellationScope,
  CancelledFailure,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { NodeRollbackTask } from '../activities/activities.ts';
import type { Ledger, WayBackKind } from '../knowledge/ledger.ts';
import type { NodeStatus } from '../knowledge/messages.ts';
import type { StepOutcome } from '../knowledge/plan.ts';
import { describeRollbackStep } from '../knowledge/procedures/describe-rollback-step.ts';
import type { BackTo, NodeRollbackPlan, RollbackStepKind } from '../knowledge/rollback-plan.ts';
import type { Verdict } from '../knowledge/verdict.ts';
import { breakable } from './breakable.ts';
import { call } from './call.ts';

export interface NodeRollbackResult {
  readonly node: string;
  /** What it runs and serves on now. */
  readonly release: string;
  readonly way: WayBackKind;
  readonly verdicts: readonly Verdict[];
  /** What going back costs for those that are not back yet; absent where it was not looked at. */
  readonly ledger?: Ledger;
  /** It got a restore point back: its writes since come back by a repair, once no other release runs. */
  readonly owesRepair: boolean;
}

/** Ways after which writes are missing on the node. */
const putsDataBack: readonly WayBackKind[] = ['restorePoint', 'snapshot'];

/** Up to here nothing of the node is touched, so that a cancellation may end the walk. */
const harmless: readonly RollbackStepKind[] = ['lockHost', 'awaitGatesBefore'];

/** Activities whose failure leaves the node as it was. */
export const harmlessRollbackSteps: readonly string[] = ['planNodeRollback', ...harmless];

/**
 * Carries one node back to its old release. It fails when a step fails for good; started again it looks at the node and
 * goes on from there. From its first change on it does not heed a cancellation: a node is never left stopped by one.
 */
export async function rollbackNode(task: NodeRollbackTask): Promise<NodeRollbackResult> {
  const scope = CancellationScope.current();
  let status: NodeStatus = { node: task.node, step: null, stepNumber: 0, stepCount: 0, stepSince: now() };
  setHandler(defineQuery<NodeStatus>('status'), () => status, {
    description: 'The step that this node is at.',
  });
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;

  return CancellationScope.nonCancellable(async () => {
    const untouched = new CancellationScope();
    scope.cancelRequested.catch(() => untouched.cancel());
    const plan = await call('planNodeRollback', task, `look at ${name} and plan its way back`);
    // What was left stopped is ours to finish, whatever comes.
    const isWhole = plan.steps.some(({ kind }) => kind === 'stopNode');
    let verdicts: readonly Verdict[] = [];
    let ledger: Ledger | undefined;
    for (const [index, { kind }] of plan.steps.entries()) {
      const isHarmless = isWhole && harmless.includes(kind);
      if (scope.consideredCancelled && isHarmless) await leaveAsItWas(task, name);
      const { title } = describeRollbackStep(kind);
      status = {
        node: task.node,
        step: title,
        stepNumber: index + 1,
        stepCount: plan.steps.length,
        stepSince: now(),
      };
      setCurrentDetails(detailsOf(name, plan, index));
      const work = () => perform(task, plan.back, kind, `${name}: ${title}`);
      const outcome = await (isHarmless ? breakable(untouched, work) : work());
      if (outcome === null) return leaveAsItWas(task, name);
      verdicts = outcome.verdicts ?? verdicts;
      ledger = outcome.ledger ?? ledger;
    }
    const { release, way } = plan.back;
    const owesRepair = putsDataBack.includes(way);
    return { node: task.node, release, way, verdicts, owesRepair, ...(ledger && { ledger }) };
  });
}

/** The switch fails to compile until a new kind of step is handled. */
function perform(
  task: NodeRollbackTask,
  back: BackTo,
  kind: RollbackStepKind,
  summary: string,
): Promise<StepOutcome> {
  switch (kind) {
    case 'lockHost':
    case 'unlockHost':
    case 'drainNode':
    case 'stopNode':
      return call(kind, bare(task), summary);
    case 'awaitGatesBefore':
    case 'awaitServing':
    case 'awaitGatesAfter':
      // Judged as after an upgrade, with the old release as what the node must run.
      return call(
        kind,
        { ...bare(task), plan: { ...task.plan, to: back.release, leaving: task.plan.to } },
        summary,
      );
    case 'beginRollback':
    case 'archiveRelease':
    case 'putBackData':
    case 'switchBack':
    case 'startBack':
    case 'finishRollback':
      return call(kind, { ...bare(task), back }, summary);
  }
}

async function leaveAsItWas(task: NodeRollbackTask, name: string): Promise<never> {
  await call('unlockHost', bare(task), `unlock ${name}: cancelled before anything was changed`);
  throw new CancelledFailure('cancelled before the node was touched');
}

function bare({ spec, plan, node, beside }: NodeRollbackTask) {
  return { spec, plan, node, ...(beside && { beside }) };
}

function detailsOf(name: string, plan: NodeRollbackPlan, current: number): string {
  const lines = plan.steps.map(({ kind }, index) => {
    const mark = index < current ? '✓' : index === current ? '▶' : '·';
    return `- ${mark} ${describeRollbackStep(kind).title}`;
  });
  return [`**${name}** back to ${plan.back.release}`, lines.join('\n')].join('\n\n');
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
