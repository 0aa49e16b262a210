import { tokensOf } from '../../cluster/operator-config.ts';
import type { SimulationOptions } from '../simulation-options.ts';
import { ClusterModel } from './cluster-model.ts';
import { NodeModel } from './node-model.ts';
import { userKeyspaces, uuidOf } from './schema-model.ts';

/** The cluster that the options describe, with no process yet. */
export function makeCluster(options: SimulationOptions = {}): ClusterModel {
  const { clusterName = 'sim', nodes: places = [{}, {}, {}], release = '5.0.9' } = options;
  const seeded = new Set<string>();
  const nodes = places.map(({ dataCenter = 'dc1', rack, isSeed }, index) => {
    const number = index + 1;
    const first = !seeded.has(dataCenter);
    seeded.add(dataCenter);
    const position = {
      number,
      name: `n${number}`,
      address: `127.0.1.${number}`,
      dataCenter,
      rack: rack ?? `rack${(index % 3) + 1}`,
      isSeed: isSeed ?? first,
      tokens: tokensOf(number, places.length),
      hostId: uuidOf(`host ${number}`),
    };
    return new NodeModel(position, release);
  });
  const sizes = new Map<string, number>();
  for (const { position } of nodes) sizes.set(position.dataCenter, (sizes.get(position.dataCenter) ?? 0) + 1);
  return new ClusterModel(clusterName, nodes, userKeyspaces(sizes));
}
