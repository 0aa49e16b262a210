import { sameRelease } from '../cassandra/release-name.ts';
import { nodeIdOf } from '../nodetool/node-id.ts';
import type { Plan } from '../plan.ts';
import { type Verdict, open, shut } from '../verdict.ts';

const gate = 'metadataDirectory';
const standsFor = ['S4-25'];

/** A row of system_views.cluster_metadata_directory, as CQL gives it. */
export type DirectoryRow = Readonly<Record<string, unknown>>;

/** Of the plan: how many nodes it has, which of them are down for ever, and where it leads to. */
type Planned = Pick<Plan, 'down' | 'to'> & { readonly nodes: readonly unknown[] };

/**
 * Every planned node is JOINED, on one release, with no operation under way. One that was ignored is a member of gossip's
 * making, on the release that it was last heard of: it is not judged. Those that LEFT are history.
 * @param rows null: no node could be asked
 * @source seed 004, "Verify the directory"; columns as measured on 6.0-alpha2
 */
export function metadataDirectory(
  rows: readonly DirectoryRow[] | null,
  { nodes, down = [], to }: Planned,
): Verdict {
  const told = (rows ?? []).filter((row) => !down.includes(nodeIdOf(String(row['broadcast_address']))));
  const joined = told.filter((row) => row['state'] === 'JOINED');
  const odd = told.filter((row) => row['state'] !== 'JOINED' && row['state'] !== 'LEFT');
  const releases = [...new Set(joined.map((row) => String(row['cassandra_version'])))];
  const busy = joined.filter(
    (row) => row['multi_step_operation'] !== null && row['multi_step_operation'] !== '',
  );
  const evidence = [
    rows === null
      ? 'no node answers CQL: system_views.cluster_metadata_directory was not read'
      : `${joined.length} nodes JOINED, releases ${releases.join(', ')}, ${busy.length} operations under way`,
  ];
  const isWhole = joined.length === nodes.length - down.length && odd.length === 0 && busy.length === 0;
  if (isWhole && releases.every((release) => sameRelease(release, to)))
    return open(gate, evidence, standsFor);
  return shut(
    gate,
    [...evidence, ...odd.map((row) => JSON.stringify(row))],
    'Read system_views.cluster_metadata_directory: every node must be JOINED on the target with no operation under way.',
    standsFor,
  );
}
