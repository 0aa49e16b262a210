import type { SSTableCounts } from '../../knowledge/cassandra/older-sstables.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { SSTableCount } from '../../knowledge/reversibility/files-seen.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { NodeId } from '../../knowledge/topology.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { lookAtFiles } from './look-at-files.ts';

/** Live sstables by format on the disks of every node; null where they can't be counted whole. */
export async function countAllSSTables(
  context: ActivityContext,
  spec: Spec,
  nodes: readonly NodeObservation[],
): Promise<Record<NodeId, SSTableCounts | null>> {
  context.say(`counting sstables of ${nodes.length} nodes`);
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
  const folders = host?.folders ?? [];
  const data = folders.filter(({ role }) => role === 'data');
  if (data.length === 0 || data.some(({ exists }) => !exists)) return null;
  const place = ring?.nodes.find(({ address }) => address === node);
  const settings = settingsOf(spec, node, place?.dataCenter);
  try {
    // Counted on the host: a node may have a hundred thousand of them, and is looked at again and again.
    const { sstables } = await lookAtFiles(await context.hosts.get(settings), {
      ...{ stateFolder: stateFolderOf(settings, spec), tag: 'none', folders, stopped: false },
      signal: context.signal,
    });
    return sstables === null ? null : byFormat(sstables);
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}

function byFormat(found: readonly SSTableCount[]): SSTableCounts {
  const counts: Record<string, number> = {};
  for (const { format, count } of found) counts[format] = (counts[format] ?? 0) + count;
  return counts;
}
