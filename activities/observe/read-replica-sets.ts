import { RingliftError } from '../../knowledge/errors.ts';
import { parseDescribeRing } from '../../knowledge/nodetool/describering.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { KeyspaceReplication, NodeId } from '../../knowledge/topology.ts';
import type { ActivityContext } from '../activity-context.ts';
import { askNodetool, questionMillis } from '../hosts/nodetool.ts';

/**
 * Distinct sets of replicas of the user's keyspaces and system_auth. One keyspace is asked for each kind of replication:
 * those that are replicated alike have the same sets. Null: no node told.
 */
export async function readReplicaSets(
  context: ActivityContext,
  spec: Spec,
  inventory: Pick<Inventory, 'nodes' | 'keyspaces'>,
): Promise<Inventory['replicaSets']> {
  const asked = inventory.keyspaces.filter(
    ({ keyspace, replicas }) => isUsers(keyspace) && Object.keys(replicas).length > 0,
  );
  const groups = new Map<string, KeyspaceReplication[]>();
  for (const each of asked) groups.set(kindOf(each), [...(groups.get(kindOf(each)) ?? []), each]);
  const first = inventory.nodes.find((seen) => seen.ring !== null);
  const place = first?.ring?.nodes.find((member) => member.address === first.node);
  if (!first || groups.size === 0) return null;
  try {
    const host = await context.hosts.get(settingsOf(spec, first.node, place?.dataCenter));
    const commands = [...groups.values()].map(([one]) => `describering ${one?.keyspace}`);
    const answers = await askNodetool(host, commands, questionMillis(host.settings), context.signal);
    return Object.fromEntries(
      [...groups.values()].flatMap((group, index) => {
        const { ranges } = parseDescribeRing(answers.get(commands[index] ?? '')?.stdout ?? '');
        const sets = distinct(
          ranges.map(({ endpoints }) => endpoints.map(({ address }) => address).toSorted()),
        );
        return group.map(({ keyspace }) => [keyspace, sets] as const);
      }),
    );
  } catch (error) {
    if (!(error instanceof RingliftError)) throw error;
    return null;
  }
}

/** nodetool takes the name as it is: one that needs quoting in CQL would need a shell's care too, and is left out. */
function isUsers(keyspace: string): boolean {
  return (!/^system(_|$)/.test(keyspace) || keyspace === 'system_auth') && /^\w+$/.test(keyspace);
}

function kindOf({ strategy, replicas }: KeyspaceReplication): string {
  return `${strategy} ${JSON.stringify(Object.entries(replicas).toSorted())}`;
}

function distinct(sets: readonly (readonly NodeId[])[]): NodeId[][] {
  return [...new Map(sets.map((replicas) => [replicas.join(' '), [...replicas]])).values()];
}
