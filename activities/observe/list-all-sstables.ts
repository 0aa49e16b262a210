import type { SSTableCounts } from '../../knowledge/cassandra/older-sstables.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ActivityContext } from '../activity-context.ts';
import { listSSTables } from '../change/list-sstables.ts';
import { sstableFormatsIn } from '../change/sstable-formats.ts';

/** Live sstables by format on the disks of every node; null where they can't be listed whole. */
export async function listAllSSTables(
  context: ActivityContext,
  spec: Spec,
  nodes: readonly NodeObservation[],
): Promise<Record<NodeId, SSTableCounts | null>> {
  context.say(`listing sstables of ${nodes.length} nodes`);
  const found = await Promise.all(
    nodes.map(async (seen) => [seen.node, await countsOf(context, spec, seen)] as const),
  );
  return Object.fromEntries(found);
}

async function countsOf(
  context: ActivityContext,
  spec: Spec,
  { node, host, ring }: NodeObservation,
): Promise<SSTableCounts | null> {
  const folders = (host?.folders ?? []).filter(({ role }) => role === 'data');
  if (folders.length === 0 || folders.some(({ exists }) => !exists)) return null;
  const place = ring?.nodes.find(({ address }) => address === node);
  try {
    const reached = await context.hosts.get(settingsOf(spec, node, place?.dataCenter));
    const paths = folders.map(({ path }) => path);
    return sstableFormatsIn(await listSSTables(context, reached, null, paths));
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
