import type { ClientsView } from '../../knowledge/inventory.ts';
import type { CqlSession } from '../hosts/cql-connection.ts';

/**
 * Who is connected to this node now, by protocol version. Our own session is one of them.
 * @source db/virtual/ClientsTable.java of 4.0.19: system_views.clients, which came with 4.0 as did nodetool clientstats
 */
export async function readClients(cql: CqlSession): Promise<ClientsView[]> {
  const rows = await cql.query(
    'SELECT protocol_version, driver_name, driver_version FROM system_views.clients',
  );
  const byProtocol = new Map<number, { connections: number; drivers: Set<string> }>();
  for (const row of rows) {
    const protocol = Number(row['protocol_version']);
    const clients = byProtocol.get(protocol) ?? { connections: 0, drivers: new Set<string>() };
    clients.connections += 1;
    const driver = [row['driver_name'], row['driver_version']].filter(Boolean).join(' ');
    if (driver !== '') clients.drivers.add(driver);
    byProtocol.set(protocol, clients);
  }
  return [...byProtocol]
    .toSorted(([one], [other]) => one - other)
    .map(([protocol, { connections, drivers }]) => ({
      protocol,
      connections,
      drivers: [...drivers].toSorted(),
    }));
}
