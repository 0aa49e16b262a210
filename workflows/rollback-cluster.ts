import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  defineQuery,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { RollbackInput, UpgradeResult, UpgradeStatus } from '../knowledge/messages.ts';
import type { PhaseName } from '../knowledge/plan.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { phaseTitles } from '../knowledge/procedures/phase-titles.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import { call } from './call.ts';
import { cancelIsAbort } from './cancel-is-abort.ts';
import { reportOf } from './failure.ts';
import { Rollback } from './rollback.ts';
import { progressAtStart, releasesBack, sayEnd } from './say-rollback.ts';
import { Aborted, untilDone } from './until-done.ts';
import { walkBack } from './walk-back.ts';

/** These end the workflow: nothing was changed, and only another command, with other words, can help. */
const refusals = ['RollbackRefused', 'ConsentMissing', 'InvalidSpec'];

/** It is refused, for a reason that no retry would change. */
class Refused extends Aborted {
  constructor(cause: unknown) {
    super();
    this.cause = cause;
  }
}

/**
 * Carries a cluster, or one node of it, back to the release that it came from: node by node in reverse order of the
 * upgrade, then a full repair of each node that got a restore point back. It runs under the upgrade's own id, so that
 * Temporal itself sees to it that never both run; it starts from what it sees, whatever state an upgrade was left in.
 */
export async function rollbackCluster(input: RollbackInput): Promise<UpgradeResult> {
  const rollback = new Rollback(input);
  answerQueries(rollback);
  try {
    return await cancelIsAbort(rollback.desk, () => run(rollback));
  } catch (error) {
    if (isCancellation(error) || error instanceof ApplicationFailure) throw error;
    // A plain Error would make the server try this workflow task again for ever.
    const { error: type, message } = reportOf(error instanceof Refused ? error.cause : error);
    throw ApplicationFailure.create({ message, type, nonRetryable: true, cause: error as Error });
  }
}

async function run(rollback: Rollback): Promise<UpgradeResult> {
  const { input, record, notifier } = rollback;
  refuseNameless(input);
  rollback.spec = await call('readSpec', { spec: input.spec }, 'read and check the file');
  notifier.obey(rollback.spec.notify);
  record.tell(`back to the old release, asked for by ${input.by}: ${input.reason}`);
  try {
    const plan = await makePlan(rollback);
    await quieten(rollback);
    enter(rollback, 'rollback');
    await walkBack(rollback, plan);
    await repairAll(rollback, plan);
  } catch (error) {
    if (!(error instanceof Aborted) || error instanceof Refused) throw error;
    const { title } = record.status.phase;
    rollback.desk.beginClosing();
    await unquieten(rollback);
    return end(rollback, 'aborted', `Ended by a person in phase "${title}". ${sayEnd(rollback)}`);
  }
  await unquieten(rollback);
  return end(rollback, 'rolledBack', sayEnd(rollback));
}

/** Any UI can start it: who asks for it, and why, is in the report for ever. */
function refuseNameless(input: RollbackInput): void {
  const lacks = (['spec', 'by', 'reason'] as const).filter((key) => !input?.[key]);
  if (lacks.length === 0) return;
  throw ApplicationFailure.nonRetryable(
    `the input lacks ${lacks.join(' and ')}: {"spec":{...},"by":"your-name","reason":"..."}. Nothing was changed.`,
    'InvalidSpec',
  );
}

async function makePlan(rollback: Rollback): Promise<RollbackPlan> {
  const { record, input } = rollback;
  const { node, consent } = input;
  await untilDone(rollback, {
    title: 'look at the cluster and plan the way back',
    node: null,
    hold: 'breakable',
    skippable: () => false,
    do: async () => {
      const { spec } = rollback;
      if (!spec) return;
      const task = { spec, ...(node !== undefined && { node }), ...(consent !== undefined && { consent }) };
      rollback.plan = await call('planRollback', task, 'look at every node, plan the way back').catch(refuse);
    },
    leaveOut: () => Promise.resolve(),
  });
  const { plan } = rollback;
  if (!plan) throw ApplicationFailure.nonRetryable('There is no plan.', 'PreconditionChanged');
  const { back, repairs, ledger, loses, context } = plan;
  record.set({ nodes: progressAtStart(plan), from: [context.to], to: releasesBack(plan), ledger });
  record.tell(`planned: ${back.length} nodes go back, ${repairs.length} are repaired then`);
  if (loses !== null) record.tell(`consented to by ${input.by}: ${loses}`);
  return plan;
}

function refuse(error: unknown): never {
  if (refusals.includes(reportOf(error).error)) throw new Refused(error);
  throw error;
}

/** Others who work on the cluster are paused before its first change. */
async function quieten(rollback: Rollback): Promise<void> {
  const { record, task } = rollback;
  if (task.spec.actors.length === 0) return;
  enter(rollback, 'quiet');
  const { title } = describeStep({ kind: 'pauseActors' });
  await untilDone(rollback, {
    ...{ title, node: null, hold: 'breakable' },
    skippable: () => false,
    do: async () => {
      const { says, actors = [] } = await call('pauseActors', task, title);
      rollback.pausedActors = [...rollback.pausedActors, ...actors];
      record.tell(`${title}: ${says}`);
    },
    leaveOut: () => Promise.resolve(),
  });
}

/** They are put back as they were, however it ends. */
async function unquieten(rollback: Rollback): Promise<void> {
  const { record, plan, pausedActors: found } = rollback;
  if (!plan || (rollback.task.spec.actors.length === 0 && found.length === 0)) return;
  enter(rollback, 'unquiet');
  const { title } = describeStep({ kind: 'resumeActors' });
  try {
    await untilDone(rollback, {
      ...{ title, node: null, hold: 'firm' },
      skippable: () => true,
      do: async () => {
        const { says } = await call('resumeActors', { ...rollback.task, found }, title);
        record.tell(`${title}: ${says}`);
      },
      leaveOut: () => Promise.resolve(rollback.leftOut.push(title)).then(() => undefined),
    });
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    record.tell(`not done, as a person said: ${title}`);
  }
}

/** Mixed versions can't repair: only when no node was left on the new release, else it stays owed. */
async function repairAll(rollback: Rollback, { repairs }: RollbackPlan): Promise<void> {
  const { record, task } = rollback;
  if (repairs.length === 0) return;
  const staying = record.status.nodes.filter(({ state }) => state !== 'back' && state !== 'down');
  if (staying.length > 0) {
    const names = staying.map(({ name }) => name).join(', ');
    record.tell(`the repair that is owed waits until ${names} run no other release`);
    return;
  }
  enter(rollback, 'repair');
  for (const node of repairs) {
    const title = `${describeStep({ kind: 'repairNode' }).title} ${rollback.nameOf(node)}`;
    await untilDone(rollback, {
      ...{ title, node, hold: 'breakable' },
      skippable: () => true,
      do: async () => {
        const { says } = await call('repairRestored', { ...task, node }, title);
        rollback.repaired.add(node);
        record.tell(`${title}: ${says}`);
      },
      leaveOut: () => Promise.resolve(rollback.leftOut.push(title)).then(() => undefined),
    });
  }
}

function enter({ record, plan, spec }: Rollback, name: PhaseName): void {
  const hasActors = (spec?.actors.length ?? 0) > 0;
  const phases: PhaseName[] = [
    ...(hasActors ? (['quiet'] as const) : []),
    'rollback',
    ...(plan?.repairs.length ? (['repair'] as const) : []),
    ...(hasActors ? (['unquiet'] as const) : []),
  ];
  const number = Math.max(1, phases.indexOf(name) + 1);
  record.set({ phase: { number, of: phases.length, name, title: phaseTitles[name] } });
}

async function end(
  { record, notifier }: Rollback,
  state: 'rolledBack' | 'aborted',
  says: string,
): Promise<UpgradeResult> {
  record.tell(says);
  record.set({ state, step: null, waiting: null });
  await notifier.settle();
  await condition(allHandlersFinished);
  const { cluster, to, nodes } = record.status;
  return { cluster, state, to, nodes, approvals: [], plan: null, says };
}

function answerQueries(rollback: Rollback): void {
  setHandler(defineQuery<UpgradeStatus>('status'), () => rollback.record.status, {
    description: 'Phase, nodes, gates, what it waits for, what happened last.',
  });
  setHandler(defineQuery<RollbackPlan | null>('rollbackPlan'), () => rollback.plan, {
    description: 'The plan of the way back that is walked.',
  });
}
