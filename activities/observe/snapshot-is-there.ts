import { parseListSnapshots } from '../../knowledge/nodetool/listsnapshots.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { nodetool, questionMillis } from '../hosts/nodetool.ts';

/** `keyspace.table` of every table that nodetool lists for a snapshot. */
export async function listedTables(context: ActivityContext, host: Host, tag: string): Promise<Set<string>> {
  const { stdout } = await nodetool(host, 'listsnapshots', questionMillis(host.settings), context.signal);
  const { snapshots } = parseListSnapshots(stdout);
  return new Set(
    snapshots.filter(({ name }) => name === tag).map(({ keyspace, table }) => `${keyspace}.${table}`),
  );
}

/** The node still lists a snapshot of this tag. */
export async function snapshotIsThere(context: ActivityContext, host: Host, tag: string): Promise<boolean> {
  return (await listedTables(context, host, tag)).size > 0;
}
