import { ApplicationFailure } from '@temporalio/workflow';
import type { RollbackInput } from '../knowledge/messages.ts';
import type { ActorFound } from '../knowledge/plan.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { CommandDesk } from './command-desk.ts';
import { Answers } from './listen.ts';
import { Notifier } from './notifier.ts';
import { UpgradeRecord } from './upgrade-record.ts';
import type { Walk } from './walk.ts';

const onItsWay = 'it is on its way back already';

/** One way back under way: what is known of it, shared by all that walks its plan. */
export class Rollback implements Walk {
  readonly input: RollbackInput;
  readonly record: UpgradeRecord;
  readonly desk: CommandDesk;
  readonly notifier: Notifier;
  spec: Spec | null = null;
  plan: RollbackPlan | null = null;
  /** Nodes whose way back was begun and not finished, and that do not serve: nobody leaves them so in passing. */
  readonly stuck = new Set<string>();
  /** Titles of what a person left out. */
  readonly leftOut: string[] = [];
  /** Nodes that owe no repair any more. */
  readonly repaired = new Set<string>();
  /** What was found at work before it was paused, also by the upgrade that goes on as this. */
  pausedActors: readonly ActorFound[];

  constructor(input: RollbackInput) {
    this.input = input;
    this.pausedActors = input?.pausedActors ?? [];
    this.record = new UpgradeRecord(String(input?.spec?.cluster ?? '?'), String(input?.spec?.target ?? '?'));
    this.record.set({ goesBack: true });
    this.notifier = new Notifier(this.record);
    this.desk = new CommandDesk(
      this.record,
      {
        rollbackRefusal: () => onItsWay,
        saysRollback: () => '',
        saysAbort: () => `It ends: ${this.saysAbort()}.`,
        saysSkip: () => 'It is left out; it stays in the report as not done.',
      },
      new Answers(input?.answered),
    );
  }

  isBack(node: string): boolean {
    return this.record.status.nodes.some((each) => each.node === node && each.state === 'back');
  }

  nameOf(node: string): string {
    return this.plan?.context.nodes.find((each) => each.node === node)?.name ?? node;
  }

  rollbackRefusal(): string {
    return onItsWay;
  }

  saysAbort(): string {
    return 'nodes that are back stay so, one that does not serve is brought back first, the others stay on the new release';
  }

  async goBack(): Promise<null> {
    return null;
  }

  /** What every activity is given. */
  get task() {
    if (!this.spec || !this.plan) {
      throw ApplicationFailure.nonRetryable('There is no plan yet.', 'PreconditionChanged');
    }
    return { spec: this.spec, plan: this.plan.context };
  }
}
