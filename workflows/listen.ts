import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Command, CommandAnswer, CommandName } from '../knowledge/messages.ts';

export interface Listener<Payload extends Command> {
  /** Shown beside the command in the Web UI. */
  readonly description: string;
  /** Why this can't be done now; null: it can. Synchronous: Temporal ignores what an async validator says. */
  refusal(payload: Payload): string | null;
  /** Does it and answers; throws Refused when it turns out only here that it can't be. */
  handle(payload: Payload, through: 'update' | 'signal'): CommandAnswer | Promise<CommandAnswer>;
  /** A signal can't be answered, so that its refusal is told here. */
  tellRefusal(payload: Payload, reason: string): void;
}

/**
 * One command under one name with one payload, twice: as an Update, which is answered, and as a Signal, which any UI
 * and any old CLI can send. A command whose id was handled before is answered again, not done again.
 */
export function listen<Payload extends Command>(name: CommandName, listener: Listener<Payload>): void {
  const answered = new Map<string, CommandAnswer>();
  const handle = async (payload: Payload, through: 'update' | 'signal'): Promise<CommandAnswer> => {
    const earlier = payload.id === undefined ? undefined : answered.get(payload.id);
    if (earlier) return earlier;
    const answer = await listener.handle(payload, through);
    if (payload.id !== undefined) answered.set(payload.id, answer);
    return answer;
  };
  const refusal = (payload: Payload): string | null => {
    if (payload?.id !== undefined && answered.has(payload.id)) return null;
    return payloadProblem(payload) ?? listener.refusal(payload);
  };
  setHandler(defineUpdate<CommandAnswer, [Payload]>(name), (payload) => handle(payload, 'update'), {
    description: listener.description,
    validator: (payload) => {
      const reason = refusal(payload);
      if (reason !== null) throw refused(reason);
    },
  });
  setHandler(
    defineSignal<[Payload]>(name),
    async (payload) => {
      const reason = refusal(payload);
      if (reason !== null) return listener.tellRefusal(payload, reason);
      try {
        await handle(payload, 'signal');
      } catch (error) {
        // Thrown out of a signal handler it would fail the whole upgrade.
        listener.tellRefusal(payload, error instanceof Error ? error.message : String(error));
      }
    },
    { description: listener.description },
  );
}

/** The failure of an Update that is refused: not retryable, with the reason as its message. */
export function refused(reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, 'Refused');
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
