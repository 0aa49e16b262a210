import { normalizeRelease } from '../cassandra/release-name.ts';
import type { ClusterView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdsOf } from './node-id.ts';

type Stats = Pick<ClusterView, 'databaseVersions' | 'live' | 'unreachableCount'>;

const uuid = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`;
const schemaLine = new RegExp(String.raw`^\s+(${uuid}|UNREACHABLE): \[(.+)\]$`);

/**
 * Reads `nodetool describecluster` of 2.0 to 6.0 and DSE. Before 4.0 it ends after the schema versions, so
 * `databaseVersions`, `live` and `unreachableCount` are null there. A node whose release is not known counts under
 * `unknown`. The "#Down" of the data centers is not read: with `-pp` it is wrong.
 *
 * What a cut reveals: from 4.0 on, everything after the schema versions must be there to the last section once it has
 * begun. A cut between two schema versions looks like an older release that agrees: **the caller compares the nodes
 * listed, `unreachable` included, with those it expects**, and has read the release by `nodetool version`.
 *
 * @source tools/nodetool/DescribeCluster.java of 3.11.19, 4.0.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput, also for Scylla's, which lists versions by node
 */
export function parseDescribeCluster(stdout: string): ClusterView {
  const cursor = new LineCursor('describecluster', stdout);
  cursor.demand(/^Cluster Information:$/, '"Cluster Information:"');
  const settings = cursor.demandAll(
    /^\s+(?!Schema versions)([A-Za-z]+):(?: (.*))?$/,
    '"Name: " and the cluster',
  );
  const setting = new Map(settings.map(([, name = '', value = '']) => [name, value]));
  cursor.demand(/^\s+Schema versions:$/, '"Schema versions:"');
  const lines = cursor.demandAll(schemaLine, 'a schema version (a UUID) and its nodes');
  const listed = lines.map(([, version = '', nodes = '']) => ({ version, nodes: nodeIdsOf(nodes) }));
  const stats = cursor.ended
    ? { databaseVersions: null, live: null, unreachableCount: null }
    : readStats(cursor);
  return {
    cluster: setting.get('Name') || null,
    partitioner: setting.get('Partitioner') || null,
    schemaVersions: listed.filter(({ version }) => version !== 'UNREACHABLE'),
    unreachable: listed.filter(({ version }) => version === 'UNREACHABLE').flatMap(({ nodes }) => nodes),
    ...stats,
  };
}

function readStats(cursor: LineCursor): Stats {
  cursor.demand(/^Stats for all nodes:$/, 'a further schema version, "Stats for all nodes:" or the end');
  const live = count(cursor, 'Live');
  for (const name of ['Joining', 'Moving', 'Leaving']) count(cursor, name);
  const unreachableCount = count(cursor, 'Unreachable');
  cursor.accept(/^Error: /);
  cursor.demand(/^Data Centers:$/, '"Data Centers:"');
  cursor.demandAll(/^\s+.* #Nodes: \d+ #Down: \d+$/, 'a data center with its number of nodes');
  cursor.demand(/^Database versions:$/, '"Database versions:"');
  const versions = cursor.demandAll(/^\s+(\S*): \[(.+)\]$/, 'a release and its nodes');
  cursor.demand(/^Keyspaces:$/, 'a further release or "Keyspaces:"');
  cursor.demandAll(/^\s+\S+ -> Replication class: |^something went wrong for keyspace: /, 'a keyspace');
  cursor.accept(/^Note: /);
  cursor.demandEnd('a further keyspace, a note or the end');
  return { live, unreachableCount, databaseVersions: countByRelease(versions) };
}

function count(cursor: LineCursor, name: string): number {
  return Number(cursor.demand(new RegExp(String.raw`^\s+${name}: (\d+)$`), `"${name}: " and a number`)[1]);
}

function countByRelease(lines: readonly RegExpExecArray[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, printed = '', nodes = ''] of lines) {
    const release = normalizeRelease(printed) || 'unknown';
    counts[release] = (counts[release] ?? 0) + nodeIdsOf(nodes).length;
  }
  return counts;
}
