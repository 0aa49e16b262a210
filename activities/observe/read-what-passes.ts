import { linesEntered } from '../../knowledge/cassandra/lines-entered.ts';
import { isBefore, lineOf } from '../../knowledge/cassandra/release-line.ts';
import { entersWithLoss } from '../../knowledge/gates/schema-fits-target.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { advisesOnDisks } from '../../knowledge/procedures/disk-advice.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { ActivityContext } from '../activity-context.ts';
import { askFirst } from './look-at-cluster.ts';
import { readClients } from './read-clients.ts';
import { readTables } from './read-tables.ts';

/**
 * The user's tables where the way to the target leads past what it no longer takes, or how they are compacted is worth
 * advice, and the clients where it leads from 3.x: nothing of both on other ways.
 * @param whole of a chain the whole file: its target is the last stop
 */
export async function readWhatPasses(
  context: ActivityContext,
  whole: Spec,
  { nodes }: Pick<Inventory, 'nodes'>,
): Promise<Pick<Inventory, 'tables' | 'clients'>> {
  const entered = linesEntered({ nodes }, whole.target);
  const releases = nodes.flatMap(({ version }) => version?.release ?? []);
  if (!entersWithLoss(entered) && !advisesOnDisks(releases)) return {};
  const settings = nodes.map((seen) => {
    const place = seen.ring?.nodes.find(({ address }) => address === seen.node);
    return settingsOf(whole, seen.node, place?.dataCenter);
  });
  const tables = await askFirst(context, settings, nodes, readTables);
  if (!entered.includes('4.0')) return { tables };
  return { tables, clients: await clientsOf(context, settings, nodes) };
}

/** A node of 3.x tells none, neither by CQL nor by nodetool. */
async function clientsOf(
  context: ActivityContext,
  settings: readonly NodeSettings[],
  nodes: readonly NodeObservation[],
): Promise<NonNullable<Inventory['clients']>> {
  const told = nodes.map(async (seen) => {
    const line = seen.version && lineOf(seen.version.release);
    const tells = line != null && !isBefore(line, '4.0');
    return [seen.node, tells ? await askFirst(context, settings, [seen], readClients) : null] as const;
  });
  return Object.fromEntries(await Promise.all(told));
}
