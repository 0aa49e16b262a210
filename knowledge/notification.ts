/** What is told to people outside: the JSON that a command gets on its standard input and a webhook as its body. */
import { type CommandName, type UpgradeStatus, clusterWorkflowId } from './messages.ts';

/**
 * - `waits`: it stands still until a person decides; `choices` says what can be said.
 * - `door`: it stands at a door until people approve the evidence.
 * - `goesOn`: it waited or was paused, and goes on.
 * - `paused`: somebody paused it, and it stands still now.
 * - `ended`: nothing follows; `state` says how.
 */
export type NotificationKind = 'waits' | 'door' | 'goesOn' | 'paused' | 'ended';

export interface Notification {
  /** Of this shape: keys may be added to it, none is taken away or given another meaning. */
  readonly version: 1;
  /** One for each thing that happened: the same when it is sent again. */
  readonly id: string;
  readonly kind: NotificationKind;
  readonly cluster: string;
  readonly to: string;
  readonly state: UpgradeStatus['state'];
  /** Title of the phase. */
  readonly phase: string;
  readonly step: string | null;
  readonly node: { readonly address: string; readonly name: string } | null;
  /** Name of the error in docs/operations.md; null: it is none. */
  readonly error: string | null;
  /** What happened, as sentences. */
  readonly message: string;
  /** What can be said now, each with the payload of the Update or Signal that says it. */
  readonly choices: readonly NotifiedChoice[];
  /** Before a door: the digest that an approval names. */
  readonly evidence: string | null;
  readonly workflowId: string;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface NotifiedChoice {
  readonly command: CommandName;
  readonly payload: Readonly<Record<string, string | boolean>>;
  readonly leadsTo: string;
}

/** What of a change is worth telling; null: nothing. */
export function kindOfChange(before: UpgradeStatus, after: UpgradeStatus): NotificationKind | null {
  const key = standsAt(after);
  if (key === standsAt(before)) return null;
  if (key === null) return 'goesOn';
  switch (after.state) {
    case 'waiting':
      return after.waiting?.for === 'approval' ? 'door' : 'waits';
    case 'paused':
      return 'paused';
    case 'running':
      return null;
    case 'done':
    case 'aborted':
    case 'rolledBack':
    case 'failed':
      return 'ended';
  }
}

/** Names what it stands at, so that a change of it alone is told; null: it goes. */
function standsAt({ state, waiting, window }: UpgradeStatus): string | null {
  // Outside of the file's own windows nobody has to do anything.
  if (state === 'running' || (state === 'paused' && window)) return null;
  if (state !== 'waiting' || waiting === null) return state;
  return waiting.for === 'approval'
    ? `door ${waiting.door} ${waiting.evidence}`
    : `person ${waiting.step} ${waiting.since}`;
}

export function notificationOf(
  kind: NotificationKind,
  status: UpgradeStatus,
  { id, runId, at }: Pick<Notification, 'id' | 'runId' | 'at'>,
): Notification {
  const { cluster, to, state, phase, step, waiting } = status;
  const person = waiting?.for === 'person' ? waiting : null;
  const node = status.nodes.find((each) => each.node === person?.node);
  return {
    ...{ version: 1, id, kind, cluster, to, state },
    phase: phase.title,
    step: person?.step ?? step,
    node: person?.node ? { address: person.node, name: node?.name ?? person.node } : null,
    error: person?.error ?? null,
    message: messageOf(status),
    choices: choicesOf(status),
    evidence: waiting?.for === 'approval' ? waiting.evidence : null,
    workflowId: clusterWorkflowId(cluster),
    ...{ runId, at },
  };
}

function messageOf({ waiting, state, paused, events }: UpgradeStatus): string {
  if (waiting?.for === 'person') return waiting.message;
  if (waiting?.for === 'approval') {
    const missing = waiting.required - waiting.approvals.length;
    return `Waits for ${missing} of ${waiting.who.join(', ')} to approve. ${waiting.warning}`;
  }
  if (state === 'paused') return `Paused by ${paused?.by ?? 'somebody'}.`;
  return events.at(-1)?.says ?? '';
}

function choicesOf({ waiting, state }: UpgradeStatus): readonly NotifiedChoice[] {
  const said = (needsReason: boolean) => ({ by: 'YOUR-NAME', ...(needsReason && { reason: 'WHY' }) });
  if (state === 'paused') return [{ command: 'resume', payload: said(false), leadsTo: 'it goes on' }];
  if (waiting?.for === 'approval') {
    return [
      {
        command: 'approve',
        payload: { ...said(false), evidence: waiting.evidence },
        leadsTo: 'the door opens once enough have approved this very evidence',
      },
      { command: 'reject', payload: said(true), leadsTo: 'the door stays shut, and a person is asked' },
    ];
  }
  return (waiting?.choices ?? []).map(({ command, with: more, needsReason, leadsTo }) => ({
    ...{ command, leadsTo },
    payload: { ...said(needsReason), ...more },
  }));
}
