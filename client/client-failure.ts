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
  return exitCodes[error instanceof ClientFailure ? error.exit : 'internal'].code;
}
