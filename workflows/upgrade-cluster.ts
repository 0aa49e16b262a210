import {
  ApplicationFailure,
  ContinueAsNew,
  allHandlersFinished,
  condition,
  defineQuery,
  isCancellation,
  makeContinueAsNewFunc,
  patched,
  setHandler,
} from '@temporalio/workflow';
import {
  type CarriedOver,
  type RollbackCommand,
  type RollbackInput,
  type UpgradeResult,
  type UpgradeStatus,
  workflowTypes,
} from '../knowledge/messages.ts';
import type { Phase, Plan, Step } from '../knowledge/plan.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { phaseTitles } from '../knowledge/procedures/phase-titles.ts';
import type { SpecInput } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { cancelIsAbort } from './cancel-is-abort.ts';
import { evidenceText } from './door-details.ts';
import { reportOf } from './failure.ts';
import { performStep } from './perform-step.ts';
import { leaveAllServing } from './end-early.ts';
import { turnOf, waysBack } from './go-back.ts';
import { goOnWithNextHop, goingOn, isMidChain, sayHop, whyNotOn } from './next-hop.ts';
import { restartTurnOf } from './restart-turn.ts';
import { rulesOf } from './step-rules.ts';
import { Aborted, type Work, untilDone } from './until-done.ts';
import { Upgrade } from './upgrade.ts';
import { walkGroup } from './walk-group.ts';
import { inWindow } from './window.ts';

/**
 * Carries one cluster to its target: plan, preflight, backup, canary, roll, rewrite, repair, the one-way door, verify.
 * It walks the plan that an activity made, waits, and asks people; whatever judges or changes is an activity.
 * @param carried only of the run of a later hop: what the hop before it was told
 */
export async function upgradeCluster(input: SpecInput, carried?: CarriedOver): Promise<UpgradeResult> {
  const [cluster, target] = [String(input?.cluster ?? '?'), String(input?.target ?? '?')];
  const upgrade = new Upgrade(cluster, target, waysBack, carried);
  answerQueries(upgrade);
  try {
    return await cancelIsAbort(upgrade.desk, () => run(upgrade, input));
  } catch (error) {
    if (error instanceof ContinueAsNew || isCancellation(error)) throw error;
    const { error: type, message } = reportOf(error);
    await tellFailure(upgrade, message);
    // A plain Error would make the server try this workflow task again for ever.
    throw error instanceof ApplicationFailure
      ? error
      : ApplicationFailure.create({ message, type, nonRetryable: true, cause: error as Error });
  }
}

async function tellFailure({ record, notifier }: Upgrade, message: string): Promise<void> {
  record.tell(message);
  record.set({ state: 'failed', step: null, waiting: null });
  await notifier.settle();
}

async function run(upgrade: Upgrade, input: SpecInput): Promise<UpgradeResult> {
  upgrade.whole = upgrade.spec = await call('readSpec', { spec: input }, 'read and check the file');
  upgrade.doors.obey(upgrade.spec.approvals);
  upgrade.notifier.obey(upgrade.spec.notify);
  try {
    const plan = await makePlan(upgrade);
    for (const [index, phase] of plan.phases.entries()) await walkPhase(upgrade, plan, phase, index + 1);
    if (isMidChain(plan)) await untilDone(upgrade, goingOn(plan));
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    const { ending } = upgrade.desk;
    return ending === null || ending === 'abort' ? endEarly(upgrade) : goBackAll(upgrade, input, ending);
  }
  if (upgrade.plan && isMidChain(upgrade.plan)) {
    const hindrance = whyNotOn(upgrade);
    return hindrance === null ? goOnWithNextHop(upgrade, input) : end(upgrade, 'aborted', hindrance);
  }
  return end(upgrade, 'done', sayDone(upgrade));
}

/** Who was left behind is named: nobody is to take the cluster for whole. */
function sayDone({ record }: Upgrade): string {
  const { cluster, to, nodes } = record.status;
  const behind = nodes.filter(({ state }) => state !== 'done').map(({ name, state }) => `${name} (${state})`);
  return behind.length === 0
    ? `${cluster} runs ${to}.`
    : `${cluster} runs ${to}, but for ${behind.join(', ')}.`;
}

async function makePlan(upgrade: Upgrade): Promise<Plan> {
  const { record } = upgrade;
  await untilDone(upgrade, {
    title: 'look at the cluster and plan',
    node: null,
    hold: 'breakable',
    skippable: () => false,
    do: async () => {
      const { whole: spec } = upgrade;
      if (!spec) return;
      const { plan, verdicts, ledger } = await call('lookAndPlan', { spec }, 'look at every node, plan');
      upgrade.adopt(plan);
      record.set({ verdicts, ...(ledger && { ledger }) });
      record.tell(`planned: ${plan.phases.length} phases for ${plan.nodes.length} nodes${sayHop(plan)}`);
    },
    leaveOut: () => Promise.resolve(),
  });
  if (!upgrade.plan) throw ApplicationFailure.nonRetryable('There is no plan.', 'PreconditionChanged');
  return upgrade.plan;
}

async function walkPhase(upgrade: Upgrade, plan: Plan, phase: Phase, number: number): Promise<void> {
  const { name, steps } = phase;
  upgrade.record.set({ phase: { number, of: plan.phases.length, name, title: phaseTitles[name] } });
  for (const planned of steps) {
    const step = name === 'canaryCenter' ? stillWatched(upgrade, planned) : planned;
    if (step.kind === 'upgradeGroup') {
      await walkGroup(upgrade, step.nodes);
      continue;
    }
    const work = workOf(upgrade, step);
    if (isOfLeftOut(upgrade, step)) {
      upgrade.record.tell(`left out, as its node was: ${work.title}`);
      continue;
    }
    await inWindow(upgrade, step.kind);
    await untilDone(upgrade, work);
  }
}

/** A data center is watched through one of its nodes: one that was left out does not end the watch of the others. */
function stillWatched({ record, skipped }: Upgrade, step: Step): Step {
  if (step.kind !== 'soak' || !skipped.includes(step.node)) return step;
  const { nodes } = record.status;
  const center = nodes.find(({ node }) => node === step.node)?.dataCenter;
  const other = nodes.find(({ state, dataCenter }) => state === 'done' && dataCenter === center);
  return other ? { ...step, node: other.node } : step;
}

function workOf(upgrade: Upgrade, step: Step): Work {
  if (step.kind === 'upgradeNode') return turnOf(upgrade, step.node);
  if (step.kind === 'restartNode') return restartTurnOf(upgrade, step);
  const node = 'node' in step ? step.node : null;
  const title = `${describeStep(step).title}${node ? ` ${upgrade.nameOf(node)}` : ''}`;
  const { hold, isSkippable } = rulesOf(step.kind);
  return {
    ...{ title, node, hold },
    skippable: () => isSkippable,
    do: () => performStep(upgrade, step, title),
    beforeAgain: () => inWindow(upgrade, step.kind),
    leaveOut: () => {
      if (step.kind === 'rewriteSSTables') upgrade.notRewritten.push(upgrade.nameOf(step.node));
      return Promise.resolve();
    },
  };
}

/** What would be done to a node that a person left out; before, it was tried all the same. */
function isOfLeftOut({ skipped }: Upgrade, step: Step): boolean {
  if (!('node' in step) || !skipped.includes(step.node)) return false;
  return rulesOf(step.kind).isOfNode && patched('not-of-a-node-left-out');
}

/** Ends where every node serves, and puts back what the plan puts back at every end. */
async function endEarly(upgrade: Upgrade): Promise<UpgradeResult> {
  const { desk, plan, record } = upgrade;
  const { number, title } = record.status.phase;
  desk.beginClosing();
  await leaveAllServing(upgrade);
  for (const [index, phase] of (plan?.phases ?? []).entries()) {
    if (plan && phase.closing && index + 1 >= number) await walkClosing(upgrade, plan, phase, index + 1);
  }
  const unwell = record.status.nodes.filter(({ state }) => state === 'failed').map(({ name }) => name);
  const left = unwell.length > 0 ? ` Not as it should be: ${unwell.join(', ')}; see the events.` : '';
  return end(upgrade, 'aborted', `Ended by a person in phase "${title}".${left}`);
}

async function walkClosing(upgrade: Upgrade, plan: Plan, phase: Phase, number: number): Promise<void> {
  try {
    await walkPhase(upgrade, plan, phase, number);
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    upgrade.record.tell(`not done, as a person said: ${phaseTitles[phase.name]}`);
  }
}

/** Goes on under the same id as the way back of all nodes. No child is open here: each is waited for. */
async function goBackAll(
  upgrade: Upgrade,
  spec: SpecInput,
  { by, reason = '', consent }: RollbackCommand,
): Promise<never> {
  upgrade.record.tell(`goes back, asked for by ${by}: ${reason}`);
  await upgrade.notifier.settle();
  await condition(allHandlersFinished);
  const goOn = makeContinueAsNewFunc<(input: RollbackInput) => Promise<UpgradeResult>>({
    workflowType: workflowTypes.rollback,
  });
  // Of a chain only the hop at hand is undone: which one that is, is known here for certain.
  const undone = upgrade.plan?.hop && upgrade.spec ? upgrade.spec : spec;
  return goOn({
    ...{ spec: undone, by, reason },
    ...(consent !== undefined && { consent }),
    ...(upgrade.pausedActors.length > 0 && { pausedActors: upgrade.pausedActors }),
    answered: upgrade.answers.latest(),
  });
}

async function end(upgrade: Upgrade, state: 'done' | 'aborted', says: string): Promise<UpgradeResult> {
  const { record, doors, plan, notifier } = upgrade;
  record.tell(says);
  record.set({ state, step: null, waiting: null });
  await notifier.settle();
  await condition(allHandlersFinished);
  const { cluster, to, nodes, hop } = record.status;
  return { cluster, state, to, nodes, approvals: doors.given, plan, ...(hop && { hop }), says };
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
      return waiting?.for === 'approval' ? evidenceText(waiting) : null;
    },
    { description: 'The facts behind the hash that an approver approves.' },
  );
}
