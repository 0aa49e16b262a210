import {
  ApplicationFailure,
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  defineQuery,
  executeChild,
  isCancellation,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import {
  type NodeProgress,
  type UpgradeResult,
  type UpgradeStatus,
  nodeWorkflowId,
} from '../knowledge/messages.ts';
import type { Phase, Plan, PlanContext, Step, StepOutcome } from '../knowledge/plan.ts';
import { describeStep } from '../knowledge/procedures/describe-step.ts';
import { phaseTitles } from '../knowledge/procedures/phase-titles.ts';
import { millis } from '../knowledge/spec/duration.ts';
import type { Spec, SpecInput } from '../knowledge/spec/spec.ts';
import { call } from './call.ts';
import { CommandDesk } from './command-desk.ts';
import { DoorKeeper, type Passage } from './door-keeper.ts';
import { reportOf } from './failure.ts';
import { UpgradeRecord } from './upgrade-record.ts';
import { upgradeNode } from './upgrade-node.ts';

/** Steps that may be left out with a reason; what follows any other step relies on it. */
const skippable: readonly Step['kind'][] = [
  'upgradeNode',
  'soak',
  'rewriteSSTables',
  'repairNode',
  'smokeTestCms',
];

class Aborted extends Error {}

/**
 * Carries one cluster to its target: plan, preflight, backup, canary, roll, rewrite, repair, the one-way door, verify.
 * It walks the plan that an activity made, waits, and asks people; whatever judges or changes is an activity.
 */
export async function upgradeCluster(input: SpecInput): Promise<UpgradeResult> {
  const upgrade = new ClusterUpgrade(input);
  try {
    return await upgrade.run();
  } catch (error) {
    if (isCancellation(error) || error instanceof ApplicationFailure) throw error;
    // A plain Error would make the server try this workflow task again for ever.
    const { error: type, message } = reportOf(error);
    throw ApplicationFailure.create({ message, type, nonRetryable: true, cause: error as Error });
  }
}

class ClusterUpgrade {
  readonly #input: SpecInput;
  readonly #record: UpgradeRecord;
  readonly #desk: CommandDesk;
  readonly #doors: DoorKeeper;
  #plan: Plan | null = null;
  #spec: Spec | null = null;
  readonly #skipped: string[] = [];
  #passage: Extract<Passage, { passed: true }> | null = null;

  constructor(input: SpecInput) {
    this.#input = input;
    this.#record = new UpgradeRecord(String(input?.cluster ?? '?'), String(input?.target ?? '?'));
    this.#desk = new CommandDesk(this.#record);
    this.#doors = new DoorKeeper(this.#record);
    setHandler(defineQuery<UpgradeStatus>('status'), () => this.#record.status, {
      description: 'Phase, nodes, gates, what it waits for, what happened last.',
    });
    setHandler(defineQuery<Plan | null>('plan'), () => this.#plan, {
      description: 'The plan that is walked.',
    });
    setHandler(
      defineQuery<string | null>('evidence'),
      () => {
        const { waiting } = this.#record.status;
        return waiting?.for === 'approval' ? [waiting.evidence, ...waiting.facts].join('\n') : null;
      },
      { description: 'The facts behind the hash that an approver approves.' },
    );
  }

  async run(): Promise<UpgradeResult> {
    const spec = await call('readSpec', { spec: this.#input }, 'read and check the file');
    this.#spec = spec;
    this.#doors.obey(spec.approvals);
    try {
      await this.#makePlan(spec);
      const plan = this.#plan as Plan | null;
      for (const [index, phase] of (plan?.phases ?? []).entries()) await this.#walkPhase(phase, index + 1);
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      return this.#end('aborted', `Ended by a person in phase "${this.#record.status.phase.title}".`);
    }
    return this.#end('done', `${spec.cluster} runs ${spec.target}.`);
  }

  async #end(state: 'done' | 'aborted', says: string): Promise<UpgradeResult> {
    this.#record.set({ state, step: null, waiting: null });
    this.#record.tell(says);
    await condition(allHandlersFinished);
    const { cluster, to, nodes } = this.#record.status;
    return { cluster, state, to, nodes, approvals: this.#doors.given, plan: this.#plan, says };
  }

  async #makePlan(spec: Spec): Promise<void> {
    await this.#untilDone('look at the cluster and plan', null, false, async () => {
      const { plan, verdicts } = await call('lookAndPlan', { spec }, 'look at every node, plan');
      this.#plan = plan;
      this.#record.adopt(plan);
      this.#record.set({ verdicts });
      this.#record.tell(`planned: ${plan.phases.length} phases for ${plan.nodes.length} nodes`);
    });
  }

  async #walkPhase(phase: Phase, number: number): Promise<void> {
    const of = this.#plan?.phases.length ?? 0;
    this.#record.set({ phase: { number, of, name: phase.name, title: phaseTitles[phase.name] } });
    for (const step of phase.steps) {
      const node = 'node' in step ? step.node : null;
      const title = `${describeStep(step).title}${node ? ` ${this.#nameOf(node)}` : ''}`;
      await this.#untilDone(title, node, skippable.includes(step.kind), () => this.#perform(step, title));
    }
  }

  /** Does it, and when it fails asks a person, until it is done or left out. Planning again is what a retry does. */
  async #untilDone(
    title: string,
    node: string | null,
    canSkip: boolean,
    work: () => Promise<void>,
  ): Promise<void> {
    for (;;) {
      if (!(await this.#desk.mayGoOn())) throw new Aborted();
      this.#record.set({ step: title });
      try {
        return await work();
      } catch (error) {
        if (isCancellation(error) || error instanceof Aborted) throw error;
        const decision = await this.#desk.ask({ ...reportOf(error), step: title, node, skippable: canSkip });
        if (decision === 'abort') throw new Aborted();
        if (decision === 'skip') return this.#leaveOut(title, node);
      }
    }
  }

  #leaveOut(title: string, node: string | null): void {
    if (node !== null && title.startsWith(describeStep({ kind: 'upgradeNode' }).title)) {
      this.#skipped.push(node);
      this.#record.setNode(node, { state: 'skipped' });
    }
    this.#record.tell(`left out: ${title}`);
  }

  /** The switch fails to compile until a new kind of step is handled. */
  async #perform(step: Step, title: string): Promise<void> {
    const task = { spec: this.#needSpec(), plan: this.#context() };
    switch (step.kind) {
      case 'awaitPreflight':
        return this.#note(title, await call(step.kind, task, title));
      case 'takeSnapshot':
      case 'rewriteSSTables':
      case 'repairNode':
      case 'smokeTestCms':
        return this.#note(title, await call(step.kind, { ...task, node: step.node }, title));
      case 'upgradeNode':
        return this.#upgradeNode(step.node);
      case 'soak':
        await sleep(millis(step.duration), { summary: title });
        return this.#note(
          title,
          await call('awaitGatesAfter', { ...task, node: step.node }, `${title}: gates again`),
        );
      case 'awaitApproval':
        return this.#standAtDoor(step);
      case 'initializeCms':
        return this.#initializeCms(step, title);
      case 'reconfigureCms':
        return this.#note(
          title,
          await call(step.kind, { ...task, node: step.node, replication: step.replication }, title),
        );
      case 'verifyCms':
        return this.#note(title, await call(step.kind, { ...task, members: step.members }, title));
    }
  }

  async #upgradeNode(node: string): Promise<void> {
    const { cluster, to } = this.#context();
    const started = Date.now();
    this.#record.setNode(node, { state: 'running' });
    try {
      const result = await executeChild(upgradeNode, {
        workflowId: nodeWorkflowId(cluster, node),
        args: [{ spec: this.#needSpec(), plan: this.#context(), node }],
        // A node that was begun is brought to its end even when the upgrade itself is terminated.
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${this.#nameOf(node)} of ${cluster} to ${to}`,
      });
      const done: Partial<NodeProgress> = {
        state: 'done',
        release: result.release,
        tookMillis: Date.now() - started,
      };
      this.#record.setNode(node, done);
      this.#record.set({ verdicts: result.verdicts });
      this.#record.tell(`${this.#nameOf(node)} runs ${result.release} and serves`);
    } catch (error) {
      this.#record.setNode(node, { state: 'failed' });
      throw error;
    }
  }

  async #standAtDoor(step: Extract<Step, { kind: 'awaitApproval' }>): Promise<void> {
    const task = {
      spec: this.#needSpec(),
      plan: this.#context(),
      door: step.door,
      skipped: [...this.#skipped],
    };
    const collect = () =>
      call('collectDoorEvidence', task, `collect the evidence before the door "${step.door}"`);
    const passage = await this.#doors.stand(step.door, collect, () => this.#desk.aborted);
    if (passage.passed) {
      this.#passage = passage;
      return;
    }
    if (passage.why === 'aborted') throw new Aborted();
    throw ApplicationFailure.create({
      type: 'GateShut',
      message: `${this.#context().cluster}: the door stays shut: ${passage.says}. Nothing was changed.`,
      nonRetryable: true,
      details: [{ verdicts: passage.evidence.verdicts }],
    });
  }

  /** Through the door only with the evidence that was approved: when it has changed, people are asked again. */
  async #initializeCms(step: Extract<Step, { kind: 'initializeCms' }>, title: string): Promise<void> {
    for (;;) {
      const passage = this.#passage;
      if (!passage)
        throw ApplicationFailure.nonRetryable('The door was not opened by anybody.', 'EvidenceChanged');
      const task = {
        spec: this.#needSpec(),
        plan: this.#context(),
        node: step.node,
        ignore: step.ignore,
        skipped: [...this.#skipped],
        evidence: passage.evidence,
        approvedBy: passage.approvals.map(({ by }) => by),
      };
      try {
        return this.#note(title, await call('initializeCms', task, title));
      } catch (error) {
        if (reportOf(error).error !== 'EvidenceChanged') throw error;
        this.#record.tell(reportOf(error).message);
        this.#passage = null;
        await this.#standAtDoor({ kind: 'awaitApproval', door: 'cms' });
      }
    }
  }

  #note(title: string, outcome: StepOutcome): void {
    if (outcome.verdicts?.length) this.#record.set({ verdicts: outcome.verdicts });
    this.#record.tell(`${title}: ${outcome.says}`);
  }

  #nameOf(node: string): string {
    return this.#plan?.nodes.find((each) => each.node === node)?.name ?? node;
  }

  #needSpec(): Spec {
    if (!this.#spec) throw ApplicationFailure.nonRetryable('The file was not read yet.', 'InvalidSpec');
    return this.#spec;
  }

  #context(): PlanContext {
    if (!this.#plan) throw ApplicationFailure.nonRetryable('There is no plan yet.', 'PreconditionChanged');
    const { cluster, to, storageMode, tag, nodes, schemaDigest } = this.#plan;
    return { cluster, to, storageMode, tag, nodes, schemaDigest };
  }
}
