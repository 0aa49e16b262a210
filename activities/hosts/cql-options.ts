/** The driver, made to speak to one node only, through one door, and to decide nothing by itself. */
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';
import { auth, policies, types } from 'cassandra-driver';
import type { Client, ClientOptions, DseClientOptions, Host as DriverHost, HostMap } from 'cassandra-driver';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import { expandHome } from './expand-home.ts';

export interface CqlTarget {
  readonly settings: NodeSettings;
  /** Address on which CQL listens, as the host sees it: the name in its certificate unless another is set. */
  readonly listen: string;
  readonly relayPort: number;
  readonly timeoutMillis: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** @throws RingliftError AuthenticationRefused when the password or a file for TLS can't be read on the worker */
export async function cqlOptions(target: CqlTarget): Promise<DseClientOptions> {
  const { relayPort, timeoutMillis } = target;
  const door = `127.0.0.1:${relayPort}`;
  return {
    contactPoints: [door],
    authProvider: await authProviderOf(target),
    sslOptions: await tlsOf(target),
    // Spoken by every release from 3.0 to 6.0; a mixed cluster of 3.x and 4.x must not go beyond it.
    protocolOptions: { maxVersion: types.protocolVersion.v4, maxSchemaAgreementWaitSeconds: 1 },
    policies: {
      loadBalancing: new OnlyDoor(door),
      retry: new policies.retry.FallthroughRetryPolicy(),
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(1_000),
    },
    pooling: { coreConnectionsPerHost: { [types.distance.local]: 1 }, heartBeatInterval: 0, warmup: false },
    socketOptions: { connectTimeout: timeoutMillis, readTimeout: timeoutMillis },
    isMetadataSyncEnabled: false,
    prepareOnAllHosts: false,
    rePrepareOnUp: false,
    monitorReporting: { enabled: false },
    applicationName: 'Ringlift',
  };
}

/** The driver learns of all nodes from system.peers; every one but the door's is left alone. */
class OnlyDoor extends policies.loadBalancing.LoadBalancingPolicy {
  readonly #door: string;
  #hosts: readonly DriverHost[] = [];

  constructor(door: string) {
    super();
    this.#door = door;
  }

  override init(client: Client, hosts: HostMap, callback: (error: Error) => void): void {
    this.#hosts = hosts.values();
    super.init(client, hosts, callback);
  }

  override getDistance(host: DriverHost): types.distance {
    return host.address === this.#door ? types.distance.local : types.distance.ignored;
  }

  override newQueryPlan(
    _keyspace: string,
    _options: unknown,
    callback: (error: Error, iterator: Iterator<DriverHost>) => void,
  ): void {
    const plan = this.#hosts.filter((host) => host.address === this.#door);
    // The driver's types leave out that there may be no error.
    callback(null as never, plan[Symbol.iterator]());
  }
}

async function authProviderOf({ settings, environment }: CqlTarget): Promise<auth.AuthProvider | undefined> {
  const { user, passwordEnv, passwordFile } = settings.cql;
  if (user === undefined) return undefined;
  if (passwordFile !== undefined) {
    const password = (await readOnWorker(settings, 'cql.passwordFile', passwordFile)).toString('utf8');
    return new auth.PlainTextAuthProvider(user, password.replace(/\r?\n$/, ''));
  }
  const password = environment[passwordEnv ?? ''];
  if (password !== undefined) return new auth.PlainTextAuthProvider(user, password);
  throw new RingliftError('AuthenticationRefused', {
    where: settings.name,
    what: `there is no password for the CQL user ${user}`,
    found: `the environment variable ${passwordEnv} is not set for the worker`,
    next: 'Set it for the worker, or name a file in cql.passwordFile.',
  });
}

async function tlsOf({ settings, listen }: CqlTarget): Promise<ClientOptions['sslOptions']> {
  const { tls } = settings.cql;
  if (!tls) return undefined;
  const read = (key: string, file: string | undefined) =>
    file === undefined ? undefined : readOnWorker(settings, `cql.tls.${key}`, file);
  return {
    ca: await read('caFile', tls.caFile),
    cert: await read('certFile', tls.certFile),
    key: await read('keyFile', tls.keyFile),
    // The driver turns this off unless it is told otherwise.
    rejectUnauthorized: true,
    // An address can't be asked for by name.
    ...(tls.serverName !== undefined && isIP(tls.serverName) === 0 && { servername: tls.serverName }),
    // The socket leads to the worker's own loopback: the certificate is the node's.
    checkServerIdentity: (_door: string, certificate: PeerCertificate) =>
      checkServerIdentity(tls.serverName ?? listen, certificate),
  };
}

async function readOnWorker(settings: NodeSettings, key: string, file: string): Promise<Buffer> {
  return readFile(expandHome(file)).catch((cause: Error) => {
    throw new RingliftError(
      'AuthenticationRefused',
      {
        where: settings.name,
        what: `the file of ${key} can not be read on the worker`,
        found: cause.message,
        next: `Make ${file} readable for the worker, or name another.`,
      },
      { cause },
    );
  });
}
