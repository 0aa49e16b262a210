import type { Door, Plan } from '../plan.ts';
import { sayModeCost } from '../cassandra/mode-cost.ts';
import type { NodeId } from '../topology.ts';
import { sayList, sayNode } from './say.ts';

/**
 * What whoever approves must have read.
 *
 * @source seed 004, "The point of no return"
 */
export function doorWarning(
  door: Door,
  { nodes, to, storageMode }: Pick<Plan, 'nodes' | 'to' | 'storageMode'>,
  leftBehind: readonly NodeId[],
): string {
  switch (door) {
    case 'preconditions':
      return 'The file declares what must be true before anything is changed and Ringlift can not look at. Approving says that you know each of it to be true; it is recorded under your name.';
    case 'afterCanary':
      return 'The canary is upgraded. Opening this door lets all other nodes follow.';
    case 'fallback':
      return 'All data centers but one run the target. Opening this door lets the last one follow: after that none is left on the old release to fall back on.';
    case 'cms': {
      const noWayBack =
        'After `cms initialize` there is no way back: reverting is not a supported operation, no node goes back to its old release, not even by a restore point (TCM upgrade procedure, "The Point of No Return").';
      if (leftBehind.length === 0) return noWayBack;
      const names = leftBehind.toSorted().map((node) => {
        return sayNode(nodes.find((place) => place.node === node) ?? { node, name: node });
      });
      const options = leftBehind.toSorted().map((node) => `--ignore ${node}`);
      return `${noWayBack} It is run with ${options.join(' ')}: ${sayList(names)} ${names.length > 1 ? 'are' : 'is'} cut off by it, and must be removed from the ring afterwards and never be started again on the old release.`;
    }
    case 'storageUpgrading':
      return sayModeCost(to, storageMode ?? 'CASSANDRA_4', 'UPGRADING');
    case 'storageNone':
      return sayModeCost(to, storageMode ?? 'CASSANDRA_4', 'NONE');
  }
}
