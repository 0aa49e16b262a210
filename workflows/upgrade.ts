import { ApplicationFailure } from '@temporalio/workflow';
import type { ClusterTask } from '../activities/activities.ts';
import type { Plan, PlanContext, StepOutcome } from '../knowledge/plan.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { CommandDesk } from './command-desk.ts';
import { DoorKeeper, type Passage } from './door-keeper.ts';
import { UpgradeRecord } from './upgrade-record.ts';

/** One upgrade under way: what is known of it, shared by all that walks its plan. */
export class Upgrade {
  readonly record: UpgradeRecord;
  readonly desk: CommandDesk;
  readonly doors: DoorKeeper;
  plan: Plan | null = null;
  spec: Spec | null = null;
  /** How the one-way door was opened. */
  passage: Extract<Passage, { passed: true }> | null = null;
  readonly #skipped: string[] = [];

  constructor(cluster: string, target: string) {
    this.record = new UpgradeRecord(cluster, target);
    this.desk = new CommandDesk(this.record);
    this.doors = new DoorKeeper(this.record);
  }

  /** Nodes that a person decided to leave on the old release. */
  get skipped(): readonly string[] {
    return this.#skipped;
  }

  leaveOut(node: string): void {
    this.#skipped.push(node);
    this.record.setNode(node, { state: 'skipped' });
  }

  /** What every activity is given. */
  get task(): ClusterTask {
    return { spec: this.#needSpec(), plan: this.#context() };
  }

  nameOf(node: string): string {
    return this.plan?.nodes.find((each) => each.node === node)?.name ?? node;
  }

  note(title: string, outcome: StepOutcome): void {
    if (outcome.verdicts?.length) this.record.set({ verdicts: outcome.verdicts });
    if (outcome.ledger) this.record.set({ ledger: outcome.ledger });
    this.record.tell(`${title}: ${outcome.says}`);
  }

  #needSpec(): Spec {
    if (!this.spec) throw ApplicationFailure.nonRetryable('The file was not read yet.', 'InvalidSpec');
    return this.spec;
  }

  #context(): PlanContext {
    if (!this.plan) throw ApplicationFailure.nonRetryable('There is no plan yet.', 'PreconditionChanged');
    const { cluster, at, to, storageMode, tag, nodes, schemaDigest, down, inHand } = this.plan;
    return {
      ...{ cluster, to, storageMode, tag, nodes, schemaDigest },
      ...(at !== undefined && { at }),
      ...(down && { down }),
      ...(inHand && { inHand }),
    };
  }
}
