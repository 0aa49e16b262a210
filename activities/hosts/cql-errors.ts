import { errors, types } from 'cassandra-driver';
import { RingliftError } from '../../knowledge/errors.ts';
import { sayMillis } from '../../knowledge/spec/duration.ts';

export interface CqlPlace {
  /** The node's name. */
  readonly where: string;
  /** `10.0.0.1 port 9042`. */
  readonly place: string;
  /** What the driver takes the node's address for. */
  readonly door: string;
  readonly timeoutMillis: number;
  /** The statement that failed; absent: connecting did. */
  readonly query?: string;
}

const codes = types.responseErrorCodes;

/** The driver's errors as Ringlift's. What is no error of the driver, such as the caller's own, is returned as it is. */
export function cqlError(error: unknown, at: CqlPlace): unknown {
  if (error instanceof RingliftError) return error;
  if (error instanceof errors.NoHostAvailableError) {
    // Per tried node an error, or words such as "Host considered as DOWN".
    const inner: unknown = Object.values(error.innerErrors ?? {})[0];
    return inner instanceof Error
      ? cqlError(inner, at)
      : notServing(new Error(String(inner ?? error.message)), at);
  }
  if (error instanceof errors.AuthenticationError) return loginRefused(error, at);
  if (error instanceof errors.OperationTimedOutError) return timedOut(error, at);
  if (error instanceof errors.ResponseError) return ofResponse(error, at);
  if (error instanceof Error && isTlsError(error)) {
    const next = 'Check cql.tls.caFile and cql.tls.serverName, and that the node serves TLS on this port.';
    return made('AuthenticationRefused', error, at, 'TLS with the node failed', next);
  }
  // A driver's error of no other kind, and an error of the socket, mean that the connection ended.
  const isSocketError = error instanceof Error && ('code' in error || 'isSocketError' in error);
  return isSocketError || error instanceof errors.DriverError ? notServing(error as Error, at) : error;
}

/** @source Apache Cassandra, doc/native_protocol_v4.spec, section 9, error codes */
function ofResponse(error: errors.ResponseError, at: CqlPlace): RingliftError {
  switch (error.code) {
    case codes.badCredentials:
      return loginRefused(error, at);
    case codes.unauthorized:
      return made(
        'PrivilegeMissing',
        error,
        at,
        'the CQL user lacks a right',
        'GRANT it to the user of cql.user.',
      );
    case codes.isBootstrapping:
      return notServing(error, at);
    case codes.readTimeout:
    case codes.writeTimeout:
      return timedOut(error, at);
    default:
      return made('CommandFailed', error, at, 'a statement failed', 'See the log of the node.');
  }
}

function loginRefused(error: Error, at: CqlPlace): RingliftError {
  const next = 'Check cql.user and its password; a node with an authenticator needs them.';
  return made('AuthenticationRefused', error, at, 'the CQL login was refused', next);
}

/** Nothing that serves CQL answers, or it no longer does. */
export function notServing(error: Error, at: CqlPlace): RingliftError {
  const what = at.query === undefined ? 'CQL is not served' : 'the CQL connection ended during a statement';
  return made('NodeNotServing', error, at, what, 'Look at nodetool statusbinary and the log of the node.');
}

function timedOut(error: Error, at: CqlPlace): RingliftError {
  const what = `CQL did not answer within ${sayMillis(at.timeoutMillis)}`;
  return made('CommandTimedOut', error, at, what, 'Look whether the node is overloaded or frozen.');
}

function made(
  name: RingliftError['name'],
  error: Error,
  { where, place, door, query }: CqlPlace,
  what: string,
  next: string,
): RingliftError {
  const found = [error.message.trim().replaceAll(door, place), query && `statement: ${query}`]
    .filter(Boolean)
    .join('; ');
  return new RingliftError(name, { where: `${where} (${place})`, what, found, next }, { cause: error });
}

/** Node's and OpenSSL's codes for certificates: ERR_TLS_CERT_ALTNAME_INVALID, SELF_SIGNED_CERT_IN_CHAIN, ... */
function isTlsError(error: Error & { code?: unknown }): boolean {
  return /CERT|^ERR_(TLS|SSL)|UNABLE_TO_/.test(String(error.code));
}
