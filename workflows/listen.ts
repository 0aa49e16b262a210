import {
  ApplicationFailure,
  defineSignal,
  defineUpdate,
  patched,
  setHandler,
  upsertMemo,
} from '@temporalio/workflow';
import type { Command, CommandAnswer, CommandName } from '../knowledge/messages.ts';

type Through = 'update' | 'signal';

export interface Listener<Payload extends Command> {
  /** Shown beside the command in the Web UI. */
  readonly description: string;
  /** Why this can't be done now; null: it can. */
  refusal(payload: Payload): string | null;
  /** Does it and answers; throws Refused when it turns out only here that it can't be. */
  handle(payload: Payload, through: Through): CommandAnswer | Promise<CommandAnswer>;
  /** What was refused is told among the events: a signal gets no answer. */
  tellRefusal(payload: Payload, reason: string): void;
}

/**
 * Whoever says a command twice does so within minutes. People say some tens of them in a whole upgrade; what a program
 * says without end must not let the input of the next run grow to the 2 MB that Temporal takes.
 */
const carriedOver = 200;

/** What was answered to commands that bore an id, by `NAME ID`; a command under way has its promise here. */
export class Answers {
  readonly #given = new Map<string, CommandAnswer>();
  readonly #pending = new Map<string, Promise<CommandAnswer>>();

  constructor(earlier: Readonly<Record<string, CommandAnswer>> = {}) {
    for (const [key, answer] of Object.entries(earlier)) this.#given.set(key, answer);
  }

  /** For a workflow that goes on as a new one: the latest of them. */
  latest(): Readonly<Record<string, CommandAnswer>> {
    return Object.fromEntries([...this.#given].slice(-carriedOver));
  }

  /**
   * Asked the same twice, it does it once and answers twice. A refusal is not kept: what stood in the way may pass.
   * What is known at once is answered at once: a command's own consequences must not come before its answer.
   */
  once(
    name: CommandName,
    id: string | undefined,
    work: () => CommandAnswer | Promise<CommandAnswer>,
  ): CommandAnswer | Promise<CommandAnswer> {
    if (id === undefined) return work();
    const key = `${name} ${id}`;
    const earlier = this.#given.get(key) ?? this.#pending.get(key);
    if (earlier) return earlier;
    const answer = work();
    if (answer instanceof Promise) return this.#keepLater(key, answer);
    this.#given.set(key, answer);
    return answer;
  }

  async #keepLater(key: string, pending: Promise<CommandAnswer>): Promise<CommandAnswer> {
    this.#pending.set(key, pending);
    try {
      const answer = await pending;
      this.#given.set(key, answer);
      return answer;
    } finally {
      this.#pending.delete(key);
    }
  }
}

/**
 * One command under one name with one payload, twice: as an Update, which is answered, and as a Signal, which any UI
 * and any old CLI can send. What is not understood is turned away by the Update's validator and leaves no trace; what
 * is understood and refused stands in history, and so in the report. A signal's answer is kept in the memo.
 */
export function listen<Payload extends Command>(
  name: CommandName,
  listener: Listener<Payload>,
  answers = new Answers(),
): void {
  const answer = (payload: Payload, through: Through) =>
    answers.once(name, payload.id, () => {
      const reason = listener.refusal(payload);
      if (reason !== null) throw refused(reason);
      return listener.handle(payload, through);
    });
  setHandler(
    defineUpdate<CommandAnswer, [Payload]>(name),
    async (payload) => {
      try {
        return await answer(payload, 'update');
      } catch (error) {
        listener.tellRefusal(payload, messageOf(error));
        throw error;
      }
    },
    {
      description: listener.description,
      validator: (payload) => {
        const problem = payloadProblem(payload);
        if (problem !== null) throw refused(problem);
      },
    },
  );
  setHandler(
    defineSignal<[Payload]>(name),
    async (payload) => {
      const problem = payloadProblem(payload);
      try {
        if (problem !== null) throw refused(problem);
        keepAnswer(name, payload, (await answer(payload, 'signal')).says, false);
      } catch (error) {
        // Thrown out of a signal handler it would fail the whole upgrade.
        listener.tellRefusal(payload, messageOf(error));
        keepAnswer(name, payload, messageOf(error), true);
      }
    },
    { description: listener.description },
  );
}

/** The failure of an Update that is refused: not retryable, with the reason as its message. */
export function refused(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, 'Refused');
}

/** `temporal workflow describe` shows it to whoever sent the signal, and the report reads it from history. */
function keepAnswer(command: CommandName, payload: Command, says: string, isRefused: boolean): void {
  if (!patched('signals-answered')) return;
  const by = typeof payload?.by === 'string' ? payload.by : null;
  upsertMemo({ lastAnswer: { command, by, says, refused: isRefused } });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Every key that any command may have: one that does not heed a key says so by its answer. */
const keys = {
  by: 'string',
  reason: 'string',
  id: 'string',
  evidence: 'string',
  comment: 'string',
  signature: 'string',
  node: 'string',
  consent: 'string',
  initiator: 'string',
  now: 'boolean',
  force: 'boolean',
} as const;

function payloadProblem(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return 'the payload must be one JSON object such as {"by":"your-name"}';
  }
  for (const [key, value] of Object.entries(payload)) {
    const kind = Object.hasOwn(keys, key) ? keys[key as keyof typeof keys] : null;
    if (kind === null)
      return `the payload's key "${key}" is unknown; known are ${Object.keys(keys).join(', ')}`;
    if (typeof value !== kind)
      return `the payload's "${key}" must be ${kind === 'string' ? 'a text' : 'true or false'}`;
  }
  if (!('by' in payload) || String(payload.by).trim() === '')
    return 'the payload must say who speaks: {"by":"your-name"}';
  return null;
}
