/** What nodes may be down together, by the simulation's own ring: the judge asks nobody else. */
import { makeCluster } from '../../lab/simulation/model/make-cluster.ts';
import { rangesOf } from '../../lab/simulation/model/token-ring.ts';
import { userKeyspaces } from '../../lab/simulation/model/schema-model.ts';
import type { SimulatedPlace } from '../../lab/simulation/simulation-options.ts';

/** Of a run whose file lets several nodes be down at once, for clients at LOCAL_QUORUM. */
export interface Together {
  /** Why these may not be down together, by name; null: they may. */
  breach(down: readonly string[]): string | null;
}

export function togetherOf(places: readonly SimulatedPlace[]): Together {
  const { nodes } = makeCluster({ nodes: places });
  const sizes = new Map<string, number>();
  for (const { position } of nodes) sizes.set(position.dataCenter, (sizes.get(position.dataCenter) ?? 0) + 1);
  const ranges = userKeyspaces(sizes).flatMap((keyspace) => rangesOf(nodes, keyspace));
  return {
    breach(down) {
      const seeds = nodes.filter(({ position }) => position.isSeed && down.includes(position.name));
      if (seeds.length > 1) return `${seeds.map(({ position }) => position.name).join(' and ')} are seeds`;
      for (const { replicas } of ranges) {
        for (const center of sizes.keys()) {
          const local = replicas.filter(({ position }) => position.dataCenter === center);
          const live = local.filter(({ position }) => !down.includes(position.name));
          if (live.length >= Math.floor(local.length / 2) + 1) continue;
          const names = local.map(({ position }) => position.name).join(', ');
          return `a range on ${names} has ${live.length} replicas left in ${center}`;
        }
      }
      return null;
    },
  };
}
