import { ApplicationFailure } from '@temporalio/workflow';
import type { ClusterTask, NodeTask } from '../activities/activities.ts';
import type { CarriedOver, NodeState, RollbackCommand } from '../knowledge/messages.ts';
import type { ActorFound, Plan, PlanContext, StepOutcome } from '../knowledge/plan.ts';
import { specOfHop } from '../knowledge/spec/spec-of-hop.ts';
import type { SettingChange } from '../knowledge/setting-change.ts';
import type { Spec } from '../knowledge/spec/spec.ts';
import { CommandDesk } from './command-desk.ts';
import type { Question } from './desk-rules.ts';
import { DoorKeeper, type Passage } from './door-keeper.ts';
import type { FailureReport } from './failure.ts';
import { Answers } from './listen.ts';
import { Notifier } from './notifier.ts';
import { type CmsState, rollbackRefusal, saysRollback } from './rollback-rules.ts';
import { UpgradeRecord } from './upgrade-record.ts';

/** What untilDone and the works that it does need of each other. */
export interface WaysBack {
  /** Brings a node back because a person said so. @returns what to say where that very node is asked about */
  byName(
    upgrade: Upgrade,
    errand: RollbackCommand,
    askedAbout: string | null,
  ): Promise<Pick<FailureReport, 'message' | 'verdicts'> | null>;
  /** Brings a node back that must not be left as it is: not to do so is for `force` only. */
  toServe(upgrade: Upgrade, node: string, needsForce: 'skip' | 'abort'): Promise<void>;
}

/** One upgrade under way: what is known of it, shared by all that walks its plan. */
export class Upgrade {
  readonly record: UpgradeRecord;
  readonly desk: CommandDesk;
  readonly doors: DoorKeeper;
  readonly notifier: Notifier;
  readonly answers: Answers;
  plan: Plan | null = null;
  spec: Spec | null = null;
  /** The file as it was given; `spec` is that of the hop where it names a chain. */
  whole: Spec | null = null;
  /** Nodes on which a person left out the rewriting of what is older. */
  readonly notRewritten: string[] = [];
  /** How the one-way door was opened. */
  passage: Extract<Passage, { passed: true }> | null = null;
  cms: CmsState = 'before';
  /** Nodes whose turn ended somewhere from their drain on, and that were not seen to serve since. */
  readonly touched = new Set<string>();
  /** Nodes whose way back was begun and not finished: they go on back before anything else. */
  readonly halfBack = new Set<string>();
  /** Nodes whose restart with a changed setting ended somewhere from their drain on, and not seen to serve since. */
  readonly restarting = new Map<string, SettingChange>();
  /** What pauseActors found at work: what is put back at the end. */
  pausedActors: readonly ActorFound[] = [];
  /** Nodes that may be down together now: those of a group that are at work or failed. */
  together: readonly string[] = [];
  readonly #skipped: string[] = [];
  readonly #stayDown: string[] = [];
  readonly #back: WaysBack;

  constructor(cluster: string, target: string, back: WaysBack, { answered, windowWaived }: CarriedOver = {}) {
    this.#back = back;
    this.answers = new Answers(answered);
    this.record = new UpgradeRecord(cluster, target);
    this.notifier = new Notifier(this.record);
    this.desk = new CommandDesk(
      this.record,
      {
        rollbackRefusal: (command) => this.rollbackRefusal(command),
        saysRollback: (command) => saysRollback(this.record.status, command),
        saysAbort: () => `It ends: ${this.saysAbort()}.`,
        saysSkip: (question) => this.#saysSkip(question),
      },
      this.answers,
    );
    this.desk.windowWaived = windowWaived === true;
    this.doors = new DoorKeeper(this.record, this.answers);
  }

  /** Nodes that a person decided to leave on the old release. */
  get skipped(): readonly string[] {
    return this.#skipped;
  }

  /** @param staysDown it is down in every eye, and no gate is to wait for it */
  leaveOut(node: string, staysDown = false): void {
    this.#skipped.push(node);
    if (staysDown) this.#stayDown.push(node);
    this.record.setNode(node, { state: 'skipped' });
  }

  /** From here on the file is that of the plan's hop. */
  adopt(plan: Plan): void {
    this.plan = plan;
    // Left half done together by an earlier run, none of them is judged by the other.
    this.together = plan.inHand ?? [];
    if (plan.hop && this.whole) this.spec = specOfHop(this.whole, plan.to);
    this.record.adopt(plan);
  }

  /** What every activity is given. */
  get task(): ClusterTask {
    return { spec: this.#needSpec(), plan: this.#context() };
  }

  /** What a step of one node is given, with who may be down beside it. */
  nodeTask(node: string): NodeTask {
    const mates = this.together.includes(node) ? this.together : [];
    const beside = mates.filter(
      (other) => other !== node && !['done', 'skipped', 'back'].includes(this.stateOf(other)),
    );
    return { ...this.task, node, ...(beside.length > 0 && { beside }) };
  }

  /** Behind the one-way door nobody asks the nodes that were left behind: they are as those that the file lets be down. */
  get taskBehindDoor(): ClusterTask & { readonly skipped: readonly string[] } {
    const { spec, plan } = this.task;
    const skipped = [...this.#skipped];
    if (skipped.length === 0) return { spec, plan, skipped };
    const { downNodes } = spec.strategy;
    const down = [
      ...new Set([...(downNodes === 'refuse' ? [] : downNodes), ...(plan.down ?? []), ...skipped]),
    ];
    return {
      spec: { ...spec, strategy: { ...spec.strategy, downNodes: down } },
      plan: { ...plan, down: [...new Set([...(plan.down ?? []), ...skipped])] },
      skipped,
    };
  }

  /** Of a step that comes on either side of the one-way door. */
  get taskNow(): ClusterTask {
    if (this.cms !== 'initialized') return this.task;
    const { spec, plan } = this.taskBehindDoor;
    return { spec, plan };
  }

  /** The node itself, or where it was left out one that runs the target: a step of the cluster is done from there. */
  standInFor(node: string): string {
    if (!this.#skipped.includes(node)) return node;
    return this.record.status.nodes.find(({ state }) => state === 'done')?.node ?? node;
  }

  nameOf(node: string): string {
    return this.plan?.nodes.find((each) => each.node === node)?.name ?? node;
  }

  stateOf(node: string): NodeState {
    return this.record.status.nodes.find((each) => each.node === node)?.state ?? 'waiting';
  }

  note(title: string, outcome: StepOutcome): void {
    if (outcome.verdicts?.length) this.record.set({ verdicts: outcome.verdicts });
    if (outcome.ledger) this.record.set({ ledger: outcome.ledger });
    this.record.tell(`${title}: ${outcome.says}`);
  }

  goBack(errand: RollbackCommand, askedAbout: string | null = null) {
    return this.#back.byName(this, errand, askedAbout);
  }

  bringToServe(node: string, needsForce: 'skip' | 'abort'): Promise<void> {
    return this.#back.toServe(this, node, needsForce);
  }

  rollbackRefusal(command: Partial<RollbackCommand>): string | null {
    return rollbackRefusal(this.record.status, this.cms, command);
  }

  /** What an abort leads to, as a clause. */
  saysAbort(): string {
    if (this.restarting.size > 0) {
      const restarted = [...this.restarting.keys()].map((node) => this.nameOf(node)).join(', ');
      return `${restarted} is first brought to serve, with the setting of before where it does not serve with the new one; what was changed besides stays`;
    }
    const names = [...this.touched].map((node) => this.nameOf(node)).join(', ');
    return this.touched.size === 0
      ? 'what was changed stays as it is'
      : `${names} is first brought to serve, on its old release where it does not serve on the new one; what was changed besides stays`;
  }

  #saysSkip({ isTurn = false, node, needsForce }: Question): string {
    if (!isTurn || node === null) return 'The step is left out; it stays in the report as not done.';
    const name = this.nameOf(node);
    if (needsForce === 'skip') return `${name} is left as it is. cms initialize will ignore it.`;
    return (
      `${name} stays on its old release and counts as not upgraded; should it not serve, it is brought to first. ` +
      'The door opens without it only while it is down in every eye, and cms initialize then ignores it.'
    );
  }

  #needSpec(): Spec {
    if (!this.spec) throw ApplicationFailure.nonRetryable('The file was not read yet.', 'InvalidSpec');
    return this.spec;
  }

  #context(): PlanContext {
    if (!this.plan) throw ApplicationFailure.nonRetryable('There is no plan yet.', 'PreconditionChanged');
    const {
      cluster,
      at,
      to,
      storageMode,
      tag,
      nodes,
      schemaDigest,
      down = [],
      inHand,
      kept,
      hop,
      leftovers,
    } = this.plan;
    const staysDown = [...new Set([...down, ...this.#stayDown])];
    return {
      ...{ cluster, to, storageMode, tag, nodes, schemaDigest },
      ...(at !== undefined && { at }),
      ...(staysDown.length > 0 && { down: staysDown }),
      ...(inHand && { inHand }),
      ...(kept && { kept }),
      ...(hop && { hop }),
      ...(leftovers && { leftovers }),
    };
  }
}
