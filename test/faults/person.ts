/** The operator of a run: reads why the upgrade stands still, checks it, mends the cause, and says what to do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  type AbortInitialization,
  type Approval,
  type Command,
  type CommandAnswer,
  type UpgradeResult,
  type UpgradeStatus,
  type Waiting,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { ForPerson } from './reasons.ts';

export interface PersonOptions {
  readonly address: string;
  readonly spec: SpecInput;
  readonly tell: (line: string) => void;
  /** Looks at what is told and mends it. */
  readonly onWaiting: (waiting: ForPerson) => Promise<void>;
  /** Mends what keeps the door from being opened. */
  readonly onShutDoor: () => Promise<void>;
}

const name = 'alice';
const lookEveryMillis = 300;
/** Of approvals in a row. */
const mostRefusals = 30;
const callLimitMillis = 10_000;

/** The person's patience is over: the run ends here. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}

export class Person {
  readonly #options: PersonOptions;
  readonly #workflowId: string;
  #connection: Connection | null = null;
  #said = 0;
  #refused = 0;
  approvals = 0;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#workflowId = clusterWorkflowId(options.spec.cluster);
  }

  async start(): Promise<void> {
    await this.#ask((client) =>
      client.workflow.start(workflowTypes.cluster, {
        workflowId: this.#workflowId,
        taskQueue: defaultTaskQueue,
        args: [this.#options.spec],
      }),
    );
  }

  /** Sees the upgrade to its end. @throws Error when it has not ended by then */
  async attend(until: number): Promise<UpgradeResult> {
    let seen: UpgradeStatus | null = null;
    while (Date.now() < until) {
      await sleep(lookEveryMillis);
      try {
        const ended = await this.#result();
        if (ended) return ended;
        seen = await this.#ask((client) => this.#handle(client).query<UpgradeStatus>('status'));
        if (seen.waiting) await this.#answer(seen.waiting);
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
    }
    throw new Error(
      `the upgrade did not end in time: it is ${seen?.state} at "${seen?.step}", ${JSON.stringify(seen?.waiting)}; ` +
        `last: ${seen?.events.at(-1)?.says}`,
    );
  }

  /** So that nothing of a run that did not end well goes on beside the next. */
  async terminate(children: readonly string[]): Promise<void> {
    for (const id of [this.#workflowId, ...children]) {
      await this.#ask((client) => client.workflow.getHandle(id).terminate('the run is over')).catch(
        () => undefined,
      );
    }
  }

  async leave(): Promise<void> {
    await this.#connection?.close().catch(() => undefined);
    this.#connection = null;
  }

  async #result(): Promise<UpgradeResult | null> {
    const { status } = await this.#ask((client) => this.#handle(client).describe());
    if (status.name === 'RUNNING') return null;
    return this.#ask((client) => this.#handle(client).result() as Promise<UpgradeResult>);
  }

  async #answer(waiting: Waiting): Promise<void> {
    const { tell, onWaiting } = this.#options;
    if (waiting.for === 'person') {
      tell(`▲ ${waiting.error} at "${waiting.step}": ${waiting.message}`);
      await onWaiting(waiting);
      await this.#command('retry', {});
      return;
    }
    const shown = await this.#ask((client) => this.#handle(client).query<string | null>('evidence'));
    const [digest] = (shown ?? '').split('\n');
    if (!digest) return;
    tell(`▲ the door "${waiting.door}" waits for approval of ${digest}`);
    const begunBy = initiatorIn(waiting);
    if (begunBy !== null) {
      await this.#command('abortInitialization', { initiator: begunBy, reason: 'its node died' });
      return;
    }
    const says = await this.#command('approve', { evidence: digest, comment: 'as shown' });
    if (says !== null) {
      this.approvals += 1;
      this.#refused = 0;
      return;
    }
    this.#refused += 1;
    if (this.#refused > mostRefusals)
      throw new GivenUp(`the door stays shut: ${JSON.stringify(shutOf(waiting))}`);
    await this.#options.onShutDoor();
  }

  /** @returns what was answered; null: it was refused */
  async #command(
    command: 'retry' | 'approve' | 'abortInitialization',
    more: Partial<Approval & AbortInitialization>,
  ): Promise<string | null> {
    this.#said += 1;
    const payload: Command = { by: name, id: `${name}-${this.#said}`, ...more };
    const options = { args: [payload], updateId: payload.id ?? '' };
    try {
      const { says } = await this.#ask(
        (client) => this.#handle(client).executeUpdate<CommandAnswer, [Command]>(command, options as never),
        60_000,
      );
      this.#options.tell(`▲ ${name}: ${command}. ${says}`);
      return says;
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#options.tell(`▲ ${command} was refused: ${innermost(error)}`);
      return null;
    }
  }

  #handle(client: Client) {
    return client.workflow.getHandle(this.#workflowId);
  }

  /** A server that was killed takes its connections along: after any failure the next call makes a new one. */
  async #ask<Result>(call: (client: Client) => Promise<Result>, limit = callLimitMillis): Promise<Result> {
    const { address } = this.#options;
    try {
      this.#connection ??= await Connection.connect({ address, connectTimeout: 2_000 });
      const connection = this.#connection;
      return await connection.withDeadline(Date.now() + limit, () => call(new Client({ connection })));
    } catch (error) {
      if (isPassing(error)) await this.leave();
      throw error;
    }
  }
}

/** Who began an initialization that was left half done, as the shut gate says. */
function initiatorIn({ verdicts }: Waiting): string | null {
  const remedies = verdicts.flatMap((verdict) => (verdict.open ? [] : [verdict.remedy]));
  return /ringlift abort-initialization \S+ --initiator (\S+)/.exec(remedies.join(' '))?.[1] ?? null;
}

/** The server or the worker is not there just now; what a workflow refuses is another matter. */
function isPassing(error: unknown): boolean {
  if (error instanceof GivenUp) return false;
  const text = `${String(error)} ${innermost(error)}`;
  return /UNAVAILABLE|DEADLINE|CANCELLED|ECONN|Failed to connect|connect to Temporal|no poller|query task|QueryNotRegistered|WorkflowTask|timed out|UpdateRpcTimeout|ResourceExhausted|INTERNAL|not ready|shard/i.test(
    text,
  );
}

function shutOf({ verdicts }: Waiting): string[] {
  return verdicts.flatMap((verdict) =>
    verdict.open ? [] : [`${verdict.gate}: ${verdict.evidence.join('; ')}`],
  );
}

export function innermost(error: unknown): string {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  return found instanceof Error ? found.message : String(found);
}
