import { hostname, userInfo } from 'node:os';
import { ClientFailure } from './client-failure.ts';

/** Who speaks: what was given, else $RINGLIFT_USER, else the login name. Approvals are recorded under this name. */
export function speaker(given: string | undefined): string {
  const name = given ?? process.env['RINGLIFT_USER'] ?? loginName();
  if (name.trim() === '')
    throw new ClientFailure('badInput', 'Nobody speaks: give --by NAME, or set RINGLIFT_USER.');
  return name.trim();
}

/** What Temporal shows as the origin of what this client does. */
export function clientIdentity(): string {
  return `ringlift/${process.env['RINGLIFT_USER'] ?? loginName()}@${hostname()}`;
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number without a name.
    return '';
  }
}
