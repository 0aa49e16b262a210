import type { NodeRollbackTask } from '../activities/activities.ts';
import type { WayBackKind } from '../knowledge/ledger.ts';
import type { StepOutcome } from '../knowledge/plan.ts';
import { describeRollbackStep } from '../knowledge/procedures/describe-rollback-step.ts';
import type { BackTo, RollbackStepKind } from '../knowledge/rollback-plan.ts';
import { call } from './call.ts';
import { type Turn, type Walked, walkTurn } from './walk-turn.ts';

export interface NodeRollbackResult extends Walked {
  readonly node: string;
  /** What it runs and serves on now. */
  readonly release: string;
  readonly way: WayBackKind;
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
  const name = task.plan.nodes.find((each) => each.node === task.node)?.name ?? task.node;
  const { turn, walked } = await walkTurn<RollbackStepKind, BackTurn>(task.node, () => plan(task, name));
  const { release, way } = turn.back;
  return { node: task.node, release, way, ...walked, owesRepair: putsDataBack.includes(way) };
}

interface BackTurn extends Turn<RollbackStepKind> {
  readonly back: BackTo;
}

async function plan(task: NodeRollbackTask, name: string): Promise<BackTurn> {
  const { back, ...planned } = await call('planNodeRollback', task, `look at ${name} and plan its way back`);
  const steps = planned.steps.map(({ kind }) => kind);
  return {
    ...{ back, steps, harmless, isWhole: steps.includes('stopNode') },
    titleOf: (kind) => describeRollbackStep(kind).title,
    head: `**${name}** back to ${back.release}`,
    perform: (kind, title, gates) => perform({ ...task, ...gates }, back, kind, `${name}: ${title}`),
    unlock: () => call('unlockHost', bare(task), `unlock ${name}: cancelled before anything was changed`),
  };
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
      return call(kind, bare(task), summary);
    case 'drainNode':
    case 'stopNode': {
      const { gatesSeenAt } = task;
      return call(kind, { ...bare(task), ...(gatesSeenAt !== undefined && { gatesSeenAt }) }, summary);
    }
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

function bare({ spec, plan, node, beside }: NodeRollbackTask) {
  return { spec, plan, node, ...(beside && { beside }) };
}
