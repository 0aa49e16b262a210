/** A client of a lab's cluster, set up as careful applications are. */
import { Client, policies, types, type ClientOptions } from 'cassandra-driver';
import { dataCenter, nativePort } from './lab-node.ts';

/**
 * Protocol v4 is pinned, as applications must while releases are mixed; every statement is idempotent, so that the
 * driver's default policy may try the next host; a lost host is tried again every half second.
 */
export function cqlClient(addresses: readonly string[], options: Partial<ClientOptions> = {}): Client {
  return new Client({
    contactPoints: addresses.map((address) => `${address}:${nativePort}`),
    localDataCenter: dataCenter,
    protocolOptions: { maxVersion: types.protocolVersion.v4 },
    policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(500) },
    queryOptions: { consistency: types.consistencies.localQuorum, isIdempotent: true, prepare: true },
    ...options,
  });
}

export async function withCql<T>(
  addresses: readonly string[],
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = cqlClient(addresses);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.shutdown();
  }
}
