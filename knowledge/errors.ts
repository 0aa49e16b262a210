/** Every way in which work on a node can fail, and the one registry of what each does to the upgrade. */

/**
 * - `retry`: a passing fault: Temporal tries again by itself, and a person is asked when its attempts are used up.
 * - `wait`: the world is not ready: the upgrade looks again, then asks a person.
 * - `stop`: trying again can't help: a person is asked at once. Nothing further is changed.
 */
export type Disposition = 'retry' | 'wait' | 'stop';

export const dispositionOf = {
  NodeUnreachable: 'retry',
  CommandTimedOut: 'retry',
  CommandFailed: 'retry',
  NodeNotServing: 'stop',
  HostBusy: 'retry',
  GateShut: 'wait',
  // The node's turn goes back to its gates by itself.
  GatesOutdated: 'stop',
  HostLocked: 'wait',
  HostKeyRefused: 'stop',
  AuthenticationRefused: 'stop',
  PrivilegeMissing: 'stop',
  PreconditionChanged: 'stop',
  UnreadableOutput: 'stop',
  OutputTooLong: 'stop',
  InvalidSpec: 'stop',
  UnsupportedPath: 'stop',
  ChecksumMismatch: 'stop',
  ConfigurationRefused: 'stop',
  FileMissing: 'stop',
  DiskFull: 'stop',
  DrainNotConfirmed: 'stop',
  DataFolderChanged: 'stop',
  SnapshotIncomplete: 'stop',
  StartFailed: 'stop',
  SSTablesNotRewritten: 'stop',
  RepairFailed: 'stop',
  CmsRefused: 'stop',
  CmsUnsettled: 'stop',
  EvidenceChanged: 'stop',
  JobFailed: 'stop',
  JobLost: 'stop',
  SignatureRefused: 'stop',
  RollbackRefused: 'stop',
  ConsentMissing: 'stop',
  ActorNotPaused: 'stop',
  ActorNotResumed: 'stop',
  InvalidSettings: 'stop',
  TemporalUnreachable: 'stop',
  AddressInUse: 'stop',
} as const satisfies Record<string, Disposition>;

export type ErrorName = keyof typeof dispositionOf;

/** The parts of a message: what, where, expected, found, what was changed, what to do. */
export interface ErrorParts {
  /** A node's name or address, or a file. */
  readonly where: string;
  /** What happened, as a short clause: `the drain was not confirmed`. */
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
  /** What Ringlift had changed when it happened; absent: nothing was changed. */
  readonly changed?: string;
  /** What was tried before it was given up, such as `61 looks in 10m`; told beside the message, not in it. */
  readonly tried?: string;
  /** What a person does next: an imperative sentence. */
  readonly next: string;
}

export class RingliftError extends Error {
  override readonly name: ErrorName;
  readonly parts: ErrorParts;

  constructor(name: ErrorName, parts: ErrorParts, options?: ErrorOptions) {
    super(messageOf(parts), options);
    this.name = name;
    this.parts = parts;
  }
}

export function isErrorName(name: string): name is ErrorName {
  return Object.hasOwn(dispositionOf, name);
}

function messageOf({ where, what, expected, found, changed, next }: ErrorParts): string {
  const compared = [expected && `expected ${expected}`, found && `found ${found}`].filter(Boolean).join(', ');
  return [
    `${where}: ${what}${compared ? `: ${compared}` : ''}.`,
    changed ? `Changed: ${changed}.` : 'Nothing was changed.',
    next,
  ].join(' ');
}
