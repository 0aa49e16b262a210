import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import type { Keyspace } from '../model/schema-model.ts';

const snitch = 'org.apache.cassandra.locator.GossipingPropertyFileSnitch';

/** `nodetool describecluster` of one node. @source recorded describecluster of 3.11.19 to 6.0-alpha2 */
export function printDescribeCluster(cluster: ClusterModel, viewer: NodeModel): string {
  const { nodes } = cluster;
  const down = nodes.filter((node) => !cluster.isUp(node, viewer));
  const versions = grouped(nodes, (node) =>
    down.includes(node) ? 'UNREACHABLE' : cluster.schemaVersionOf(node),
  );
  const releases = grouped(nodes, (node) => node.gossipedRelease);
  const newer = isBefore(viewer.line, '6.0')
    ? []
    : [`\tNodeProximity: ${snitch}`, '\tLegacySnitchAdapter: enabled'];
  const about = [
    'Cluster Information:',
    `\tName: ${cluster.name}`,
    `\tSnitch: ${snitch}`,
    '\tDynamicEndPointSnitch: enabled',
    ...newer,
    '\tPartitioner: org.apache.cassandra.dht.Murmur3Partitioner',
    '\tSchema versions:',
    ...[...versions].flatMap(([version, members]) => [`\t\t${version}: [${listed(members)}]`, '']),
  ];
  // 3.11 ends here.
  if (isBefore(viewer.line, '4.0')) return [...about, ''].join('\n');
  return [
    ...about,
    'Stats for all nodes:',
    `\tLive: ${nodes.length - down.length}`,
    ...['Joining', 'Moving', 'Leaving'].map((state) => `\t${state}: 0`),
    `\tUnreachable: ${down.length}`,
    '',
    'Data Centers: ',
    ...[...cluster.dataCenterSizes()].map(([name, size]) => {
      const downThere = down.filter(({ position }) => position.dataCenter === name).length;
      return `\t${name} #Nodes: ${size} #Down: ${downThere}`;
    }),
    '',
    'Database versions:',
    ...[...releases].flatMap(([release, members]) => [`\t${release}: [${listed(members, ':7000')}]`, '']),
    'Keyspaces:',
    ...cluster.schemaOf(viewer).map((keyspace) => `\t${sayKeyspace(keyspace)}`),
    '',
  ].join('\n');
}

export function sayKeyspace({ name, strategy, replicas }: Keyspace): string {
  const each = Object.entries(replicas).map(([place, count]) => `${place}=${count}`);
  return `${name} -> Replication class: ${strategy} {${each.join(', ')}}`;
}

function grouped(nodes: readonly NodeModel[], keyOf: (node: NodeModel) => string): Map<string, NodeModel[]> {
  const groups = new Map<string, NodeModel[]>();
  for (const node of nodes) groups.set(keyOf(node), [...(groups.get(keyOf(node)) ?? []), node]);
  return groups;
}

function listed(nodes: readonly NodeModel[], port = ''): string {
  return nodes.map(({ position }) => `${position.address}${port}`).join(', ');
}
