import type { Client, Connection } from '@temporalio/client';
import { defaultTaskQueue } from '../knowledge/messages.ts';
import { ClientFailure } from './client-failure.ts';

/** Where Temporal is. What is absent comes from the environment (TEMPORAL_*) and the profile of Temporal's own CLI. */
export interface ConnectSettings {
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
  readonly profile?: string | undefined;
  readonly taskQueue?: string | undefined;
  /** Shown by Temporal beside everything that this client does. */
  readonly identity?: string | undefined;
}

/** An open connection; `close` it. */
export interface Session {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  close(): Promise<void>;
}

const connectTimeoutMillis = 5_000;

/** @throws ClientFailure `badInput` for a profile that can't be read, `unreachable` when nothing answers */
export async function connect(settings: ConnectSettings = {}): Promise<Session> {
  // These packages take a third of a second to load: commands that need no server never pay for them.
  const { Client, Connection } = await import('@temporalio/client');
  const { options, namespace, address, origin } = await settingsOf(settings);
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...options, address, connectTimeout: connectTimeoutMillis });
  } catch (error) {
    throw new ClientFailure('unreachable', unreachableMessage(address, namespace, origin, error), {
      cause: error,
    });
  }
  const identity = settings.identity === undefined ? {} : { identity: settings.identity };
  return {
    client: new Client({ connection, namespace, ...identity }),
    connection,
    address,
    namespace,
    taskQueue: settings.taskQueue ?? defaultTaskQueue,
    close: () => connection.close(),
  };
}

/** Opens a session, does the work and closes it however that ends: an open connection would keep the process alive. */
export async function withSession<Result>(
  settings: ConnectSettings,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connect(settings);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function settingsOf(settings: ConnectSettings) {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const profile = settings.profile ?? process.env['TEMPORAL_PROFILE'];
  try {
    const found = loadClientConnectConfig(profile === undefined ? {} : { profile });
    const { address: foundAddress, ...options } = found.connectionOptions;
    const address = settings.address ?? foundAddress ?? '127.0.0.1:7233';
    return {
      options,
      namespace: settings.namespace ?? found.namespace ?? 'default',
      address,
      origin: originOfAddress(settings, foundAddress, profile),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClientFailure(
      'badInput',
      `Temporal's client settings can't be read${profile === undefined ? '' : ` (profile "${profile}")`}: ${reason}\n` +
        '  They come from TEMPORAL_* variables and from the file that `temporal config` writes. ' +
        'Correct them, or give --address and --namespace.',
      { cause: error },
    );
  }
}

function originOfAddress(
  settings: ConnectSettings,
  found: string | undefined,
  profile: string | undefined,
): string {
  if (settings.address !== undefined) return '--address';
  if (found === undefined) return 'the default';
  if (process.env['TEMPORAL_ADDRESS'] === found) return 'TEMPORAL_ADDRESS';
  return `profile "${profile ?? 'default'}" of Temporal's client settings`;
}

function unreachableMessage(address: string, namespace: string, origin: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return [
    `Temporal can't be reached at ${address}, namespace "${namespace}" (address from ${origin}): ${reason}`,
    '  Nothing was sent; an upgrade that runs is not touched by this.',
    '  Check: does the server run, is the address right (host:port of its gRPC frontend, usually 7233),',
    '         does it want TLS or an API key (TEMPORAL_TLS_*, TEMPORAL_API_KEY or a --profile)?',
    '  To try Ringlift on this machine: ringlift dev',
  ].join('\n');
}
