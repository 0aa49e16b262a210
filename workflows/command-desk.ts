import { condition, patched } from '@temporalio/workflow';
import type { Command, CommandAnswer, CommandName, RollbackCommand } from '../knowledge/messages.ts';
import {
  type Decision,
  type DeskRules,
  type Ending,
  type Question,
  forceRefusal,
  plainRules,
} from './desk-rules.ts';
import { type Hold, InHand } from './in-hand.ts';
import { type Answers, listen } from './listen.ts';
import { nodeNamed } from './rollback-rules.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** Takes what people say by pause, resume, retry, skip, abort and rollback, and holds the walk accordingly. */
export class CommandDesk {
  readonly #record: UpgradeRecord;
  readonly #rules: DeskRules;
  readonly #answers: Answers | undefined;
  #inHand: InHand | null = null;
  #ending: Ending | null = null;
  #isClosing = false;
  #isForced = false;
  #errand: RollbackCommand | null = null;
  #question: Question | null = null;
  #decision: Decision | null = null;
  /** A person lets it go on outside of the file's maintenance windows, until the next one has opened. */
  windowWaived = false;

  constructor(record: UpgradeRecord, rules: DeskRules = plainRules, answers?: Answers) {
    this.#record = record;
    this.#rules = rules;
    this.#answers = answers;
    this.#listenTo('pause', 'Stand still before the next step; {"now":true} breaks off what can be.', {
      refusal: (command) => this.#pauseRefusal(command),
      act: (command) => this.#pause(command),
    });
    this.#listenTo('resume', 'Go on after a pause, or outside of a maintenance window.', {
      refusal: () => (this.#paused || this.#record.status.window ? null : 'it is not paused'),
      act: () => this.#resume(),
    });
    this.#listenTo('retry', 'Try the step again that waits for a person.', {
      refusal: () => (this.#question === null ? 'no step waits for a person' : null),
      act: () => this.#decide('retry', this.#thenPaused('The step is tried again now.')),
    });
    this.#listenTo('skip', 'Leave the waiting step out; needs a reason.', {
      refusal: (command) => this.#skipRefusal(command),
      act: () => this.#skip(),
    });
    this.#listenTo('abort', 'End the upgrade where every node serves; needs a reason.', {
      refusal: (command) => this.#abortRefusal(command),
      act: (command) => this.#abort(command),
    });
    this.#listenTo<RollbackCommand>(
      'rollback',
      'Back to the old release: all nodes, or the "node" that is named; needs a reason.',
      {
        refusal: (command) => this.#rollbackRefusal(command),
        act: (command) => this.#rollback(command),
      },
    );
  }

  /** What the walk is to end with; null: it goes on. */
  get ending(): Ending | null {
    return this.#ending;
  }

  /** Somebody wants the walk for something else than what it stands before. */
  get callsAway(): boolean {
    return this.#ending !== null || this.#errand !== null;
  }

  /**
   * Returns when the next step may begin, or an errand is to be done; false: never, it is to end.
   * @param whilePaused the next step was asked for by a person, and a pause does not hold it
   */
  async mayGoOn(whilePaused = false): Promise<boolean> {
    if (this.#paused && !whilePaused && !this.callsAway) {
      this.#record.set({ state: 'paused' });
      await condition(() => !this.#paused || this.callsAway);
      this.#record.set({ state: 'running' });
    }
    return this.#ending === null;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** The last abort left the node that was asked about as it is. */
  get isForced(): boolean {
    return this.#isForced;
  }

  /** A node to bring back before anything else, once. */
  takeErrand(): RollbackCommand | null {
    const errand = this.#errand;
    this.#errand = null;
    return errand;
  }

  /** Does a piece of work that a person may want to break off. */
  async atWork<Result>(title: string, hold: Hold, work: () => Promise<Result>): Promise<Result> {
    const inHand = new InHand(title, hold);
    this.#inHand = inHand;
    try {
      return await inHand.run(work);
    } finally {
      this.#inHand = null;
    }
  }

  /** Stands still until a person decides what becomes of a failed step. */
  async ask(question: Question): Promise<Decision> {
    this.#question = question;
    this.#decision = null;
    const { error, message, verdicts, step, node, skippable, tried, choices } = question;
    this.#record.set({
      state: 'waiting',
      waiting: {
        for: 'person',
        ...{ step, node, error, message, verdicts, skippable, since: this.#record.now() },
        ...(tried !== undefined && { tried }),
        ...(choices && { choices }),
      },
    });
    this.#record.tell(`waits for a person at "${step}": ${message}`);
    await condition(() => this.#decision !== null || this.#ending !== null);
    const decision = this.#ending === null ? (this.#decision ?? 'abort') : 'abort';
    this.#question = null;
    this.#record.set({ state: 'running', waiting: null });
    return decision;
  }

  /** From here on it only brings to an end: nobody can pause it, and abort means what is asked about then. */
  beginClosing(): void {
    this.#ending = null;
    this.#isClosing = true;
    this.#record.set({ paused: null });
  }

  /** Somebody cancelled the workflow, by which no name is told. */
  abortFromOutside(): void {
    if (this.#isClosing || this.#ending !== null) return;
    this.#record.tell('abort by a cancellation of the workflow');
    this.#end('abort', '');
  }

  #listenTo<Payload extends Command>(
    name: CommandName,
    description: string,
    says: { refusal(payload: Payload): string | null; act(payload: Payload): CommandAnswer },
  ): void {
    const record = this.#record;
    listen<Payload>(
      name,
      {
        description,
        refusal: (payload) => says.refusal(payload),
        handle: (payload, through) => {
          const answer = says.act(payload);
          const { by, reason } = payload;
          record.tell(`${name} by ${by} (${through})${reason ? `: ${reason}` : ''}`);
          return answer;
        },
        tellRefusal: (payload, reason) =>
          record.tell(`refused ${name} by ${payload?.by ?? 'nobody'}: ${reason}`),
      },
      this.#answers,
    );
  }

  get #paused(): boolean {
    return Boolean(this.#record.status.paused);
  }

  get #standsStill(): boolean {
    return this.#record.status.state === 'waiting' || this.#record.status.state === 'paused';
  }

  #pauseRefusal({ now }: Command): string | null {
    if (this.#isClosing || this.#ending !== null) return 'it is ending already';
    const canStillBreakOff = now === true && this.#inHand !== null && this.#inHand.hold !== 'firm';
    return this.#paused && !canStillBreakOff ? 'it is paused already' : null;
  }

  #pause({ by, now }: Command): CommandAnswer {
    this.#record.set({ paused: { by, at: this.#record.now() } });
    if (this.#question) return { says: 'It waits for a person; after that it stands still until resume.' };
    if (this.#record.status.window) {
      return { says: 'It waits for a maintenance window; once one is open it stands still until resume.' };
    }
    if (this.#standsStill) return { says: 'It stands at a door; behind it, it stands still until resume.' };
    const inHand = this.#inHand;
    if (now !== true || inHand === null) {
      return { says: 'It stands still before the next step; a node that was begun is finished first.' };
    }
    const says = `${capital(inHand.saysBreakOff)}. Then it stands still; what was broken off is done again after resume.`;
    inHand.breakOff();
    return { says };
  }

  #resume(): CommandAnswer {
    const { window } = this.#record.status;
    if (window && !this.#paused) {
      this.windowWaived = true;
      return { says: 'It goes on now, outside of its maintenance windows, until the next one has opened.' };
    }
    this.#record.set({ paused: null });
    if (window) {
      return {
        says: `It is paused no more, and stands still until ${window.opensAt}, when its next maintenance window opens. A second resume goes on now.`,
      };
    }
    return { says: this.#question ? 'It is paused no more, and waits for a person still.' : 'It goes on.' };
  }

  #skipRefusal({ reason, force }: Command): string | null {
    const question = this.#question;
    if (question === null) return 'no step waits for a person';
    if (!question.skippable) return `"${question.step}" can't be left out: what follows relies on it`;
    if (!reason?.trim()) return 'a step is left out only with a reason: {"by":"...","reason":"..."}';
    return forceRefusal('skip', question, force);
  }

  #skip(): CommandAnswer {
    const question = this.#question;
    return this.#decide('skip', this.#thenPaused(question ? this.#rules.saysSkip(question) : ''));
  }

  #abortRefusal({ reason, force }: Command): string | null {
    if (!reason?.trim()) return 'an upgrade is aborted only with a reason: {"by":"...","reason":"..."}';
    if (this.#question) return forceRefusal('abort', this.#question, force);
    if (this.#isClosing || this.#ending !== null) return 'it is ending already';
    return forceRefusal('abort', {}, force);
  }

  #abort({ force = false }: Command): CommandAnswer {
    this.#isForced = force;
    if (this.#isClosing) return this.#decide('abort', 'It ends now, and leaves everything as it is.');
    return this.#end('abort', this.#rules.saysAbort());
  }

  #rollbackRefusal(command: RollbackCommand): string | null {
    if (!command.reason?.trim()) return 'it goes back only with a reason: {"by":"...","reason":"..."}';
    if (this.#ending !== null || (this.#isClosing && !this.#isAskedAbout(command)))
      return 'it is ending already: go back once it has ended';
    const refusal = this.#rules.rollbackRefusal(command);
    if (refusal !== null || command.node === undefined || this.#standsStill) return refusal;
    return 'one node goes back only while the upgrade stands still: pause it first, {"by":"...","now":true}';
  }

  #rollback(command: RollbackCommand): CommandAnswer {
    if (command.node === undefined) return this.#end(command, this.#rules.saysRollback(command));
    this.#errand = command;
    return this.#decide('rollback', this.#rules.saysRollback(command));
  }

  /** The node that is asked about goes back also while all ends, such as with the consent that it lacked. */
  #isAskedAbout({ node }: RollbackCommand): boolean {
    if (!this.#question || node === undefined) return false;
    return nodeNamed(this.#record.status, node)?.node === this.#question.node;
  }

  /** What is under way is broken off or finished; then the walk ends. */
  #end(ending: Ending, says: string): CommandAnswer {
    const inHand = this.#inHand;
    this.#ending = ending;
    if (inHand === null || this.#record.status.waiting) return { says };
    // Before, an abort waited for the end of the step.
    if (!patched('an-end-breaks-off')) return { says };
    inHand.breakOff();
    return { says: `${capital(inHand.saysBreakOff)}. ${says}` };
  }

  #decide(decision: Decision, says: string): CommandAnswer {
    this.#decision = decision;
    return { says };
  }

  #thenPaused(says: string): string {
    return this.#paused ? `${says} Before that it stands still until resume.` : says;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
