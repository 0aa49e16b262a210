import type { Surroundings } from '../../knowledge/gates/gate-input.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { ClusterTask, NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { lookAtActors } from '../actors/look-at-actors.ts';
import { allPlannedSettings } from './host-of.ts';
import { schemaOf } from './look-at-cluster.ts';
import { readReplicaSets } from './read-replica-sets.ts';

/**
 * What may have changed behind our back and is no view of one node: the schema, by the first of the nodes just looked at
 * that answers CQL, and what the actors of the file do. Which nodes hold what is asked only while a node is down for
 * ever, or where several go down together, since only then one more may be one too many.
 */
export async function lookAround(
  context: ActivityContext,
  task: ClusterTask & Pick<NodeTask, 'beside'>,
  nodes: readonly NodeObservation[],
): Promise<Surroundings> {
  const [{ keyspaces, digest }, actors] = await Promise.all([
    schemaOf(context, allPlannedSettings(task), nodes),
    lookAtActors(context, task),
  ]);
  const isOneTooMany = Boolean(task.plan.down?.length) || Boolean(task.beside?.length);
  // Not asked of one that may be stopped this moment.
  const firm = nodes.filter(({ node }) => !task.beside?.includes(node));
  const replicaSets = isOneTooMany
    ? await readReplicaSets(context, task.spec, { nodes: firm, keyspaces })
    : null;
  return { keyspaces, replicaSets, schemaDigest: digest, actors };
}
