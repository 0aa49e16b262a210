import { RingliftError } from '../knowledge/errors.ts';
import { exitCodes, type ExitName } from './exit-codes.ts';

/** A failure that a person can do something about: its message says what, where and what next. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
  readonly exit: ExitName;

  constructor(exit: ExitName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
  }
}

/** @returns the exit code for anything that was thrown; what nobody foresaw is an internal error. */
export function exitCodeOf(error: unknown): number {
  return exitCodes[exitNameOf(error)].code;
}

function exitNameOf(error: unknown): ExitName {
  if (error instanceof ClientFailure) return error.exit;
  if (!(error instanceof RingliftError)) return 'internal';
  // From the rooms that `ringlift worker` and `ringlift dev` start: foreseen, with what to do in the message.
  if (error.name === 'InvalidSettings' || error.name === 'InvalidSpec') return 'badInput';
  return error.name === 'TemporalUnreachable' ? 'unreachable' : 'refused';
}
