import { condition } from '@temporalio/workflow';
import type { Command, CommandAnswer, CommandName } from '../knowledge/messages.ts';
import type { FailureReport } from './failure.ts';
import { listen } from './listen.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** What stands still and who could go on. */
export interface Question extends FailureReport {
  readonly step: string;
  readonly node: string | null;
  /** Leaving this step out harms nothing that can't be done later. */
  readonly skippable: boolean;
}

export type Decision = 'retry' | 'skip' | 'abort';

/** Takes what people say by pause, resume, retry, skip and abort, and holds the upgrade's walk accordingly. */
export class CommandDesk {
  readonly #record: UpgradeRecord;
  #paused = false;
  #aborted = false;
  #question: Question | null = null;
  #decision: Decision | null = null;

  constructor(record: UpgradeRecord) {
    this.#record = record;
    this.#listenTo(
      'pause',
      'Stand still before the next step.',
      () => this.#pauseRefusal(),
      () => this.#pause(),
    );
    this.#listenTo(
      'resume',
      'Go on after a pause.',
      () => this.#resumeRefusal(),
      () => this.#resume(),
    );
    this.#listenTo(
      'retry',
      'Try the step again that waits for a person.',
      () => this.#questionRefusal(),
      () => this.#decide('retry', 'The step is tried again now.'),
    );
    this.#listenTo(
      'skip',
      'Leave the waiting step out; needs a reason.',
      (payload) => this.#skipRefusal(payload),
      () => this.#decide('skip', 'The step is left out; it stays in the report as not done.'),
    );
    this.#listenTo('abort', 'End the upgrade before its next step; needs a reason.', abortRefusal, () =>
      this.#abort(),
    );
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Returns when the next step may begin; false: never, the upgrade was aborted. */
  async mayGoOn(): Promise<boolean> {
    if (this.#paused && !this.#aborted) {
      this.#record.set({ state: 'paused' });
      await condition(() => !this.#paused || this.#aborted);
      this.#record.set({ state: 'running' });
    }
    return !this.#aborted;
  }

  /** Stands still until a person decides what becomes of a failed step. */
  async ask(question: Question): Promise<Decision> {
    this.#question = question;
    this.#decision = null;
    const { error, message, verdicts, step, node, skippable } = question;
    this.#record.set({
      state: 'waiting',
      waiting: { for: 'person', step, node, error, message, verdicts, skippable, since: this.#record.now() },
    });
    this.#record.tell(`waits for a person at "${step}": ${message}`);
    await condition(() => this.#decision !== null || this.#aborted);
    const decision = this.#aborted ? 'abort' : (this.#decision ?? 'abort');
    this.#question = null;
    this.#record.set({ state: 'running', waiting: null });
    return decision;
  }

  #listenTo(
    name: CommandName,
    description: string,
    refusal: (payload: Command) => string | null,
    act: () => CommandAnswer,
  ): void {
    const record = this.#record;
    listen<Command>(name, {
      description,
      refusal,
      handle: ({ by, reason }, through) => {
        const answer = act();
        record.tell(`${name} by ${by} (${through})${reason ? `: ${reason}` : ''}`);
        return answer;
      },
      tellRefusal: (payload, reason) =>
        record.tell(`refused ${name} by ${payload?.by ?? 'nobody'}: ${reason}`),
    });
  }

  #pauseRefusal(): string | null {
    return this.#paused ? 'it is paused already' : null;
  }

  #pause(): CommandAnswer {
    this.#paused = true;
    return { says: 'It stands still before the next step; a node that was begun is finished first.' };
  }

  #resumeRefusal(): string | null {
    return this.#paused ? null : 'it is not paused';
  }

  #resume(): CommandAnswer {
    this.#paused = false;
    return { says: 'It goes on.' };
  }

  #questionRefusal(): string | null {
    return this.#question === null ? 'no step waits for a person' : null;
  }

  #skipRefusal({ reason }: Command): string | null {
    if (this.#question === null) return 'no step waits for a person';
    if (!this.#question.skippable)
      return `"${this.#question.step}" can't be left out: what follows relies on it`;
    return reason?.trim() ? null : 'a step is left out only with a reason: {"by":"...","reason":"..."}';
  }

  #decide(decision: Decision, says: string): CommandAnswer {
    this.#decision = decision;
    return { says };
  }

  #abort(): CommandAnswer {
    this.#aborted = true;
    return {
      says: 'It ends before the next step; a node that was begun is finished first, nothing else is changed.',
    };
  }
}

function abortRefusal({ reason }: Command): string | null {
  return reason?.trim() ? null : 'an upgrade is aborted only with a reason: {"by":"...","reason":"..."}';
}
