import { isBefore, lineOf } from '../cassandra/release-line.ts';
import { factsOf } from '../cassandra/releases.ts';
import type { ClientsView, Inventory } from '../inventory.ts';
import type { PlannedNode } from '../plan.ts';
import type { Release } from '../topology.ts';

/**
 * What clients must be told while nodes of 3.x and of a later line serve them side by side, and who is connected now. The
 * fifth version of the protocol, which later lines speak, is another one than the beta of it that 3.11 has: a driver that
 * agreed on it with one node gets no answer from the next.
 *
 * @source NEWS.txt of 4.0, "Upgrading"; transport/ProtocolVersion.java of 3.11.19 and 4.0.19; CASSANDRA-17507; seed 003
 */
export function pinnedDrivers(
  { clients }: Pick<Inventory, 'clients'>,
  nodes: readonly PlannedNode[],
  target: Release,
): string[] {
  const line = lineOf(target);
  const old = nodes.filter(({ release }) => {
    const from = lineOf(release);
    return from !== null && isBefore(from, '4.0');
  });
  if (line === null || isBefore(line, '4.0') || old.length === 0) return [];
  const { highest } = factsOf['3.11'].nativeProtocols;
  const told = nodes.flatMap(({ node, name, release }) => {
    const views = clients?.[node];
    return views ? [`${name} (${release}): ${sayClients(views)}`] : [];
  });
  return [
    `Pin the drivers of all clients at native protocol v${highest} until no node runs 3.x: v5 of ${line} is not the beta of it that 3.11 has. v3 would break paging through tables with COMPACT STORAGE (CASSANDRA-17507).`,
    `Which version clients speak now, nodes of 3.x do not tell (system_views.clients and nodetool clientstats came with 4.0): look at the settings of the drivers.${told.length > 0 ? ` Those that do, Ringlift's own connection among it: ${told.join('; ')}.` : ''}`,
  ];
}

/** `12 by v4 (Java driver 4.15.0), 1 by v5`. */
function sayClients(views: readonly ClientsView[]): string {
  const said = views.map(({ protocol, connections, drivers }) => {
    const by = drivers.length > 0 ? ` (${drivers.join(', ')})` : '';
    return `${connections} by v${protocol}${by}`;
  });
  return said.join(', ') || 'no clients';
}
