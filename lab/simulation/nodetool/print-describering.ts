import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import type { Keyspace } from '../model/schema-model.ts';
import { rangesOf } from '../model/token-ring.ts';

/** @source recorded describering of 4.0.19 to 6.0-alpha2 */
export function printDescribeRing(cluster: ClusterModel, viewer: NodeModel, keyspace: Keyspace): string {
  const lines = rangesOf(cluster.nodes, keyspace).map(({ start, end, replicas }) => {
    const addresses = replicas.map(({ position }) => position.address).join(', ');
    const details = replicas.map(
      ({ position: { address, dataCenter, rack } }) =>
        `EndpointDetails(host:${address}, datacenter:${dataCenter}, rack:${rack})`,
    );
    return `\tTokenRange(start_token:${start}, end_token:${end}, endpoints:[${addresses}], rpc_endpoints:[${addresses}], endpoint_details:[${details.join(', ')}])`;
  });
  return [`Schema Version:${cluster.schemaVersionOf(viewer)}`, 'TokenRange: ', ...lines, ''].join('\n');
}
