import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { isSystem } from '../model/schema-model.ts';
import { sayBytes, textTable } from './text-table.ts';

/** `nodetool status` as one node sees the ring. @source recorded status of 4.0.19 to 6.0-alpha2 */
export function printStatus(cluster: ClusterModel, viewer: NodeModel): string {
  const centers = [...cluster.dataCenterSizes().keys()].toSorted();
  const rowOf = (node: NodeModel) => [
    `${cluster.isUp(node, viewer) ? 'U' : 'D'}${node.mode === 'STARTING' ? 'J' : 'N'}`,
    ...[node.position.address, sayBytes(node.loadBytes), String(node.position.tokens.length)],
    ...[ownsOf(cluster, viewer, node), cluster.hostIdOf(node, viewer), node.position.rack],
  ];
  // One table for all data centers, so that their columns are alike.
  const header = ['--', 'Address', 'Load', 'Tokens', 'Owns (effective)', 'Host ID', 'Rack'];
  const [head = '', ...lines] = textTable([header, ...cluster.nodes.map(rowOf)], '  ').split('\n');
  return centers
    .map((center) => {
      const own = lines.filter((_, index) => cluster.nodes[index]?.position.dataCenter === center);
      const title = `Datacenter: ${center}`;
      const legend = 'Status=Up/Down\n|/ State=Normal/Leaving/Joining/Moving';
      return `${title}\n${'='.repeat(title.length)}\n${legend}\n${head}\n${own.join('\n')}\n\n`;
    })
    .join('');
}

/** The tokens are even: a node's share is that of its data center's replicas. */
function ownsOf(cluster: ClusterModel, viewer: NodeModel, { position }: NodeModel): string {
  const [user] = cluster.schemaOf(viewer).filter((keyspace) => !isSystem(keyspace));
  const size = cluster.dataCenterSizes().get(position.dataCenter) ?? 1;
  const replicas = user?.replicas[position.dataCenter] ?? 1;
  return `${Math.min(100, (100 * replicas) / size).toFixed(1)}%`;
}
