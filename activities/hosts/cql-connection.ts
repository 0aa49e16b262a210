import { Client, types } from 'cassandra-driver';
import { cqlError, notServing } from './cql-errors.ts';
import { cqlOptions } from './cql-options.ts';
import { openCqlRelay } from './cql-relay.ts';
import { toJson } from './cql-values.ts';
import type { JsonValue } from './cql-values.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Host } from './host.ts';

export type CqlRow = Readonly<Record<string, JsonValue>>;

export interface CqlQueryOptions {
  /** Values for the statement's question marks; it is then prepared. */
  readonly params?: readonly unknown[];
  /** Default ONE. */
  readonly consistency?: 'ONE' | 'LOCAL_ONE' | 'LOCAL_QUORUM' | 'QUORUM' | 'ALL';
  /** More rows are an OutputTooLong error; default 100,000. */
  readonly maxRows?: number;
}

export interface CqlSession {
  /** All rows of all pages. @throws RingliftError NodeNotServing, CommandTimedOut, PrivilegeMissing, CommandFailed */
  query(statement: string, options?: CqlQueryOptions): Promise<CqlRow[]>;
}

export interface CqlOptions {
  /** Address on which CQL listens, as the host sees it; default: the node's broadcast address. */
  readonly listen?: string;
  /** Limit for connecting and for each statement; default 12 s. */
  readonly timeoutMillis?: number;
  readonly signal?: AbortSignal;
  /** Where cql.passwordEnv is looked up. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Runs a task that talks CQL with this one node, through its host's SSH connection; no other node is spoken to. The
 * connection lasts as long as the task.
 * @throws RingliftError NodeNotServing, AuthenticationRefused, CommandTimedOut, and those of Host.connectThrough; what
 * the task throws; the signal's reason when it aborts
 */
export async function withCql<T>(
  host: Host,
  options: CqlOptions,
  task: (cql: CqlSession) => Promise<T>,
): Promise<T> {
  const { settings } = host;
  const { listen = settings.node, timeoutMillis = 12_000, signal, environment = process.env } = options;
  signal?.throwIfAborted();
  const relay = await openCqlRelay(host, listen, settings.cql.port, !settings.cql.tls);
  const at = {
    where: settings.name,
    place: `${listen} port ${settings.cql.port}`,
    door: `127.0.0.1:${relay.port}`,
    timeoutMillis,
  };
  let client: Client | undefined;
  try {
    client = new Client(
      await cqlOptions({ settings, listen, relayPort: relay.port, timeoutMillis, environment }),
    );
    const connected = client;
    const work = async (): Promise<T> => {
      await connected.connect().catch((error: unknown) => {
        const failure = relay.failure();
        throw failure ? notServing(failure, at) : cqlError(error, at);
      });
      return task({
        query: (statement, queryOptions) =>
          readAll(connected, statement, queryOptions).catch((error: unknown) => {
            throw cqlError(error, { ...at, query: statement });
          }),
      });
    };
    return await untilAborted(work(), signal);
  } finally {
    // In this order, or the driver takes the end of the relay for a lost node and begins to reconnect.
    const shutdown = client?.shutdown().catch(() => {});
    await relay.close();
    await shutdown;
  }
}

async function readAll(client: Client, statement: string, options: CqlQueryOptions = {}): Promise<CqlRow[]> {
  const { params, consistency = 'ONE', maxRows = 100_000 } = options;
  const result = await client.execute(statement, params && [...params], {
    prepare: params !== undefined,
    consistency: consistencies[consistency],
  });
  const rows: CqlRow[] = [];
  // A statement that returns no rows, such as CREATE, has no columns.
  const columns = (result.columns ?? []).map((column) => column.name);
  if (columns.length === 0) return rows;
  for await (const row of result) {
    if (rows.length === maxRows) throw tooManyRows(statement, maxRows);
    rows.push(Object.fromEntries(columns.map((column) => [column, toJson(row[column])])));
  }
  return rows;
}

const consistencies = {
  ONE: types.consistencies.one,
  LOCAL_ONE: types.consistencies.localOne,
  LOCAL_QUORUM: types.consistencies.localQuorum,
  QUORUM: types.consistencies.quorum,
  ALL: types.consistencies.all,
} as const;

function tooManyRows(statement: string, maxRows: number): RingliftError {
  return new RingliftError('OutputTooLong', {
    where: statement,
    what: `more than ${maxRows} rows`,
    next: 'Ask for less, or allow more.',
  });
}

/** The work goes on in the background after an abort, until its connection is closed under it. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
