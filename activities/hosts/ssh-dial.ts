/** From nothing to a connection that passed its handshake: TCP or a bastion, the host's key, the login. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { AuthHandlerMiddleware } from 'ssh2';
import type { RingliftError } from '../../knowledge/errors.ts';
import { SshConnection } from './ssh-connection.ts';
import type { SshClient } from './ssh-connection.ts';
import { loginRefused, unreachable } from './ssh-dial-errors.ts';
import { hostKeyCheck } from './ssh-host-key.ts';
import type { HostKeyCheck } from './ssh-host-key.ts';
import { loginOf } from './ssh-login.ts';
import type { Login } from './ssh-login.ts';
import type { SshTarget } from './ssh-target.ts';

export interface DialOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly idleMillis: number;
}

/**
 * @param via a connection to the target's bastion, when it has one
 * @throws RingliftError NodeUnreachable, HostKeyRefused, AuthenticationRefused
 */
export async function dial(
  target: SshTarget,
  via: SshConnection | undefined,
  options: DialOptions,
): Promise<SshConnection> {
  const check = await hostKeyCheck(target);
  const login = await loginOf(target, options.environment);
  const socket = await (via ? via.forward(target.host, target.port) : connectTcp(target)).catch(
    (cause: Error) => {
      throw unreachable(target, cause);
    },
  );
  try {
    const client = await shakeHands(socket, target, check, login);
    return new SshConnection(client, socket, target, options.idleMillis);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/**
 * The socket is made here, not by ssh2, which leaves Nagle's algorithm on: with it each small packet of the handshake
 * waits for the delayed acknowledgement of the one before (measured on loopback: 197 ms to "ready", 36 ms without).
 */
async function connectTcp({ host, port, connectTimeoutMillis }: SshTarget): Promise<Duplex> {
  // Node's default of 250 ms for each of several addresses gives up on a slow but working link.
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    autoSelectFamilyAttemptTimeout: 2500,
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeoutMillis) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function shakeHands(
  socket: Duplex,
  target: SshTarget,
  check: HostKeyCheck,
  login: Login,
): Promise<SshClient> {
  const client = new ssh2.Client();
  const { handler, allowed } = authHandlerOf(login);
  let refusal: RingliftError | undefined;
  let agentError: string | undefined;
  return new Promise<SshClient>((resolve, reject) => {
    client.on('ready', () => resolve(client));
    client.on('close', () => reject(unreachable(target, new Error('closed during the handshake'))));
    client.on('error', (error) => {
      // An agent that fails is one method less; the end of all methods comes as an error of its own.
      if (error.level === 'agent') agentError = error.message;
      else reject(refusal ?? failureOf(error, target, login, [...allowed], agentError));
    });
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: target.connectTimeoutMillis,
      // More often than the connection's silence is judged: a living server has always said something lately.
      keepaliveInterval: Math.min(15_000, target.connectTimeoutMillis / 2),
      keepaliveCountMax: 3,
      algorithms: { serverHostKey: check.algorithms },
      hostVerifier: (key: Buffer) => {
        refusal = check.refusalOf(key);
        return refusal === undefined;
      },
      authHandler: handler,
    });
  });
}

/** Offers each method once, and keeps what the server says it would allow. */
function authHandlerOf({ methods }: Login): { handler: AuthHandlerMiddleware; allowed: Set<string> } {
  const left = [...methods];
  const allowed = new Set<string>();
  return {
    allowed,
    handler: (methodsLeft: string[] | null, _partialSuccess, next) => {
      for (const method of methodsLeft ?? []) allowed.add(method);
      // false ends the attempt; the types of ssh2 leave it out.
      next(left.shift() ?? (false as never));
    },
  };
}

function failureOf(
  error: Error & { level?: string; code?: unknown },
  target: SshTarget,
  login: Login,
  allowed: readonly string[],
  agentError: string | undefined,
): RingliftError {
  const isLogin = error.level === 'client-authentication' || /authentication failures/i.test(error.message);
  if (isLogin) return loginRefused(target, login, { allowed, agentError, said: error.message });
  return unreachable(target, error);
}
