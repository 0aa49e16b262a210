import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { leavesDse } from '../../knowledge/gates/ready-to-leave-dse.ts';
import { dataCenterOf } from '../../knowledge/gates/with-settings.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import type { DseInventory, DseView, NodeObservation } from '../../knowledge/observation.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { ActivityContext } from '../activity-context.ts';
import { withCql } from '../hosts/cql-connection.ts';
import type { Host } from '../hosts/host.ts';
import { lookAtDse } from './look-at-dse.ts';
import { readDseSchema } from './read-dse-schema.ts';

/** What keeps a cluster in DSE, asked for only where the hop of this file leads out of it. */
export async function lookAtAllDse(
  context: ActivityContext,
  spec: Spec,
  inventory: Pick<Inventory, 'nodes'>,
): Promise<Pick<Inventory, 'dse'>> {
  if (!leavesDse(spec, inventory)) return {};
  context.say("looking at what is DSE's alone");
  const hostOf = (seen: NodeObservation): Promise<Host> =>
    context.hosts.get(settingsOf(spec, seen.node, dataCenterOf(seen)));
  const views = await Promise.all(
    inventory.nodes.map(async (seen): Promise<[string, DseView | null]> => [
      seen.node,
      await unlessUnknown(async () => lookAtDse(await hostOf(seen), context.signal)),
    ]),
  );
  return { dse: { nodes: Object.fromEntries(views), schema: await schemaOf(context, inventory, hostOf) } };
}

async function schemaOf(
  context: ActivityContext,
  { nodes }: Pick<Inventory, 'nodes'>,
  hostOf: (seen: NodeObservation) => Promise<Host>,
): Promise<DseInventory['schema']> {
  for (const seen of nodes.filter(({ cql }) => cql?.answers)) {
    const listen = cqlAddressOf(seen.host?.configuration['cassandra.yaml'] ?? '', seen.node);
    const schema = await unlessUnknown(async () =>
      withCql(await hostOf(seen), { listen, signal: context.signal }, readDseSchema),
    );
    if (schema) return schema;
  }
  return null;
}

/** The gate that needs it finds null, and stays shut. */
async function unlessUnknown<Found>(look: () => Promise<Found>): Promise<Found | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
