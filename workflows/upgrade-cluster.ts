import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  defineQuery,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { UpgradeResult, UpgradeStatus } from '../knowledge/messages.ts';
import type { Phase, Plan, Step } from '../knowledge/plan.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { phaseTitles } from '../knowledge/procedures/phase-titles.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { reportOf } from './failure.ts';
import { performStep } from './perform-step.ts';
import { Aborted, untilDone } from './until-done.ts';
import { Upgrade } from './upgrade.ts';

/** Steps that may be left out with a reason; what follows any other step relies on it. */
const skippable: readonly Step['kind'][] = [
  'upgradeNode',
  'soak',
  'rewriteSSTables',
  'repairNode',
  'smokeTestCms',
];

/**
 * Carries one cluster to its target: plan, preflight, backup, canary, roll, rewrite, repair, the one-way door, verify.
 * It walks the plan that an activity made, waits, and asks people; whatever judges or changes is an activity.
 */
export async function upgradeCluster(input: SpecInput): Promise<UpgradeResult> {
  const upgrade = new Upgrade(String(input?.cluster ?? '?'), String(input?.target ?? '?'));
  answerQueries(upgrade);
  try {
    return await run(upgrade, input);
  } catch (error) {
    if (isCancellation(error) || error instanceof ApplicationFailure) throw error;
    // A plain Error would make the server try this workflow task again for ever.
    const { error: type, message } = reportOf(error);
    throw ApplicationFailure.create({ message, type, nonRetryable: true, cause: error as Error });
  }
}

async function run(upgrade: Upgrade, input: SpecInput): Promise<UpgradeResult> {
  upgrade.spec = await call('readSpec', { spec: input }, 'read and check the file');
  upgrade.doors.obey(upgrade.spec.approvals);
  try {
    const plan = await makePlan(upgrade);
    for (const [index, phase] of plan.phases.entries()) await walkPhase(upgrade, plan, phase, index + 1);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    return end(upgrade, 'aborted', `Ended by a person in phase "${upgrade.record.status.phase.title}".`);
  }
  return end(upgrade, 'done', `${upgrade.spec.cluster} runs ${upgrade.spec.target}.`);
}

async function makePlan(upgrade: Upgrade): Promise<Plan> {
  const { record } = upgrade;
  await untilDone(upgrade, {
    title: 'look at the cluster and plan',
    node: null,
    skippable: false,
    do: async () => {
      const { spec } = upgrade;
      if (!spec) return;
      const { plan, verdicts, ledger } = await call('lookAndPlan', { spec }, 'look at every node, plan');
      upgrade.plan = plan;
      record.adopt(plan);
      record.set({ verdicts, ...(ledger && { ledger }) });
      record.tell(`planned: ${plan.phases.length} phases for ${plan.nodes.length} nodes`);
    },
    leaveOut: () => undefined,
  });
  if (!upgrade.plan) throw ApplicationFailure.nonRetryable('There is no plan.', 'PreconditionChanged');
  return upgrade.plan;
}

async function walkPhase(upgrade: Upgrade, plan: Plan, phase: Phase, number: number): Promise<void> {
  const { name, steps } = phase;
  upgrade.record.set({ phase: { number, of: plan.phases.length, name, title: phaseTitles[name] } });
  for (const step of steps) {
    const node = 'node' in step ? step.node : null;
    const title = `${describeStep(step).title}${node ? ` ${upgrade.nameOf(node)}` : ''}`;
    await untilDone(upgrade, {
      title,
      node,
      skippable: skippable.includes(step.kind),
      do: () => performStep(upgrade, step, title),
      leaveOut: () => {
        if (step.kind === 'upgradeNode') upgrade.leaveOut(step.node);
      },
    });
  }
}

async function end(upgrade: Upgrade, state: 'done' | 'aborted', says: string): Promise<UpgradeResult> {
  const { record, doors, plan } = upgrade;
  record.set({ state, step: null, waiting: null });
  record.tell(says);
  await condition(allHandlersFinished);
  const { cluster, to, nodes } = record.status;
  return { cluster, state, to, nodes, approvals: doors.given, plan, says };
}

function answerQueries(upgrade: Upgrade): void {
  const { record } = upgrade;
  setHandler(defineQuery<UpgradeStatus>('status'), () => record.status, {
    description: 'Phase, nodes, gates, what it waits for, what happened last.',
  });
  setHandler(defineQuery<Plan | null>('plan'), () => upgrade.plan, {
    description: 'The plan that is walked.',
  });
  setHandler(
    defineQuery<string | null>('evidence'),
    () => {
      const { waiting } = record.status;
      return waiting?.for === 'approval' ? [waiting.evidence, ...waiting.facts].join('\n') : null;
    },
    { description: 'The facts behind the hash that an approver approves.' },
  );
}
