import {
  ApplicationFailure,
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  defineQuery,
  executeChild,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import {
  type NodeProgress,
  type NodeState,
  type RollbackInput,
  type UpgradeResult,
  type UpgradeStatus,
  nodeRollbackWorkflowId,
} from '../knowledge/messages.ts';
import { sameRelease } from '../knowledge/cassandra/release-name.ts';
import type { NodeWayBack } from '../knowledge/ledger.ts';
import type { PlannedNode } from '../knowledge/plan.ts';
import { phaseTitles } from '../knowledge/procedures/phase-titles.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { CommandDesk } from './command-desk.ts';
import { reportOf } from './failure.ts';
import { rollbackNode } from './rollback-node.ts';
import { UpgradeRecord } from './upgrade-record.ts';

class Aborted extends Error {}

/** These end the workflow: nothing was changed, and only another command, with other words, can help. */
const refusals = ['RollbackRefused', 'ConsentMissing', 'InvalidSpec'];

/**
 * Carries a cluster, or one node of it, back to the release that it came from: node by node in reverse order of the
 * upgrade, then a full repair of each node that got a restore point back. It runs under the upgrade's own id, so that
 * Temporal itself sees to it that never both run; it starts from what it sees, whatever state an upgrade was left in.
 */
export async function rollbackCluster(input: RollbackInput): Promise<UpgradeResult> {
  const rollback = new ClusterRollback(input);
  try {
    return await rollback.run();
  } catch (error) {
    if (isCancellation(error) || error instanceof ApplicationFailure) throw error;
    // A plain Error would make the server try this workflow task again for ever.
    const { error: type, message } = reportOf(error);
    throw ApplicationFailure.create({ message, type, nonRetryable: true, cause: error as Error });
  }
}

class ClusterRollback {
  readonly #input: RollbackInput;
  readonly #record: UpgradeRecord;
  readonly #desk: CommandDesk;
  #plan: RollbackPlan | null = null;
  readonly #leftOut: string[] = [];
  #repaired = 0;

  constructor(input: RollbackInput) {
    this.#input = input;
    this.#record = new UpgradeRecord(String(input?.spec?.cluster ?? '?'), String(input?.spec?.target ?? '?'));
    this.#desk = new CommandDesk(this.#record);
    setHandler(defineQuery<UpgradeStatus>('status'), () => this.#record.status, {
      description: 'Phase, nodes, gates, what it waits for, what happened last.',
    });
    setHandler(defineQuery<RollbackPlan | null>('rollbackPlan'), () => this.#plan, {
      description: 'The plan of the way back that is walked.',
    });
  }

  async run(): Promise<UpgradeResult> {
    const spec = await call('readSpec', { spec: this.#input.spec }, 'read and check the file');
    this.#record.tell(`back to the old release, asked for by ${this.#input.by}: ${this.#input.reason}`);
    try {
      const plan = await this.#makePlan(spec);
      await this.#walkBack(spec, plan);
      await this.#repair(spec, plan);
      return await this.#end(
        'rolledBack',
        sayEnd(plan, this.#record.status.nodes, this.#repaired, this.#leftOut),
      );
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      return this.#end('aborted', `The way back was ended by a person in phase "${this.#phaseTitle()}".`);
    }
  }

  async #makePlan(spec: Spec): Promise<RollbackPlan> {
    const { node, consent } = this.#input;
    const task = { spec, ...(node !== undefined && { node }), ...(consent !== undefined && { consent }) };
    await this.#untilDone('look at the cluster and plan the way back', null, false, async () => {
      this.#plan = await call('planRollback', task, 'look at every node, plan the way back');
    });
    if (!this.#plan) throw ApplicationFailure.nonRetryable('There is no plan.', 'PreconditionChanged');
    const plan: RollbackPlan = this.#plan;
    this.#record.set({
      nodes: plan.context.nodes.map((place) => progressOf(place, plan)),
      from: [plan.context.to],
      to: releasesBack(plan),
      ledger: plan.ledger,
    });
    this.#record.tell(`planned: ${plan.back.length} nodes go back, ${plan.repairs.length} are repaired then`);
    if (plan.loses !== null) this.#record.tell(`consented to by ${this.#input.by}: ${plan.loses}`);
    return plan;
  }

  async #walkBack(spec: Spec, plan: RollbackPlan): Promise<void> {
    this.#enter('rollback', 1);
    for (const way of plan.back) {
      const title = `back to ${way.to ?? 'the old release'} ${way.name}`;
      await this.#untilDone(title, way.node, true, () => this.#rollBack(spec, plan, way));
    }
  }

  async #rollBack(spec: Spec, plan: RollbackPlan, way: NodeWayBack): Promise<void> {
    const { cluster } = plan.context;
    const started = Date.now();
    this.#record.setNode(way.node, { state: 'running' });
    try {
      const result = await executeChild(rollbackNode, {
        workflowId: nodeRollbackWorkflowId(cluster, way.node),
        args: [
          {
            spec,
            plan: plan.context,
            node: way.node,
            consented: true,
            ...(this.#input.node !== undefined && { named: true }),
          },
        ],
        // A node that was begun is brought to its end even when the rollback itself is terminated.
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${way.name} of ${cluster} back to ${way.to ?? 'its old release'}`,
      });
      this.#record.setNode(way.node, {
        state: 'back',
        release: result.release,
        tookMillis: Date.now() - started,
      });
      this.#record.set({ verdicts: result.verdicts, ...(result.ledger && { ledger: result.ledger }) });
      this.#record.tell(
        `${way.name} runs ${result.release} again and serves${result.owesRepair ? '; it owes a repair' : ''}`,
      );
    } catch (error) {
      this.#record.setNode(way.node, { state: 'failed' });
      throw error;
    }
  }

  /** Mixed versions can't repair: only when no node was left on the new release, else it stays owed. */
  async #repair(spec: Spec, plan: RollbackPlan): Promise<void> {
    if (plan.repairs.length === 0) return;
    const staying = this.#record.status.nodes.filter(({ state }) => state !== 'back' && state !== 'down');
    if (staying.length > 0) {
      const names = staying.map(({ name }) => name).join(', ');
      this.#record.tell(
        `a repair is owed by ${plan.repairs.length} nodes: it waits until ${names} runs no other release`,
      );
      return;
    }
    this.#enter('repair', 2);
    for (const node of plan.repairs) {
      const name = plan.context.nodes.find((place) => place.node === node)?.name ?? node;
      const title = `repair ${name}`;
      await this.#untilDone(title, node, true, async () => {
        const { says } = await call('repairRestored', { spec, plan: plan.context, node }, title);
        this.#repaired += 1;
        this.#record.tell(`${title}: ${says}`);
      });
    }
  }

  /** Does it, and when it fails asks a person, until it is done or left out. Planning again is what a retry does. */
  async #untilDone(
    title: string,
    node: string | null,
    skippable: boolean,
    work: () => Promise<void>,
  ): Promise<void> {
    for (;;) {
      if (!(await this.#desk.mayGoOn())) throw new Aborted();
      this.#record.set({ step: title });
      try {
        return await work();
      } catch (error) {
        if (isCancellation(error)) throw error;
        const report = reportOf(error);
        if (refusals.includes(report.error)) throw error;
        const decision = await this.#desk.ask({ ...report, step: title, node, skippable });
        if (decision === 'abort') throw new Aborted();
        if (decision === 'skip') return this.#leaveOut(title, node);
      }
    }
  }

  #leaveOut(title: string, node: string | null): void {
    this.#leftOut.push(title);
    if (node !== null && this.#record.status.phase.name === 'rollback')
      this.#record.setNode(node, { state: 'skipped' });
    this.#record.tell(`left out: ${title}`);
  }

  #enter(name: 'rollback' | 'repair', number: number): void {
    const of = this.#plan?.repairs.length ? 2 : 1;
    this.#record.set({ phase: { number, of, name, title: phaseTitles[name] } });
  }

  #phaseTitle(): string {
    return this.#record.status.phase.title;
  }

  async #end(state: 'rolledBack' | 'aborted', says: string): Promise<UpgradeResult> {
    this.#record.set({ state, step: null, waiting: null });
    this.#record.tell(says);
    await condition(allHandlersFinished);
    const { cluster, to, nodes } = this.#record.status;
    return { cluster, state, to, nodes, approvals: [], plan: null, says };
  }
}

function progressOf(place: PlannedNode, plan: RollbackPlan): NodeProgress {
  const { node, name, dataCenter, rack, release } = place;
  return { node, name, dataCenter, rack, release, state: stateAtStart(place, plan) };
}

function stateAtStart({ node, release }: PlannedNode, { back, context }: RollbackPlan): NodeState {
  if (back.some((each) => each.node === node)) return 'waiting';
  if (context.down?.includes(node)) return 'down';
  return sameRelease(release, context.to) ? 'done' : 'back';
}

function releasesBack({ back, context }: RollbackPlan): string {
  const releases = [...new Set(back.flatMap(({ to }) => to ?? []))];
  return releases.join(' and ') || (context.nodes[0]?.release ?? '?');
}

function sayBack(nodes: readonly NodeProgress[]): string {
  const back = nodes.filter(({ state }) => state === 'back');
  const releases = [...new Set(back.map(({ release }) => release))].join(' and ');
  return back.length === 0 ? 'No node is back' : `${back.length} of ${nodes.length} nodes run ${releases}`;
}

function sayRepairs({ repairs }: RollbackPlan, repaired: number): string {
  if (repairs.length === 0) return '';
  return repaired === repairs.length
    ? `, ${repaired} of them repaired since`
    : `, a repair is still owed by ${repairs.length - repaired} of them`;
}

function sayEnd(
  plan: RollbackPlan,
  nodes: readonly NodeProgress[],
  repaired: number,
  leftOut: readonly string[],
): string {
  const lost = plan.loses === null ? 'Nothing was lost.' : `Lost, as consented: ${plan.loses}.`;
  const missing = leftOut.length > 0 ? ` Left out: ${leftOut.join(', ')}.` : '';
  return `${sayBack(nodes)}${sayRepairs(plan, repaired)}. ${lost}${missing}`;
}
