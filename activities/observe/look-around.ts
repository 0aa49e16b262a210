import type { Surroundings } from '../../knowledge/gates/gate-input.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { lookAtActors } from '../actors/look-at-actors.ts';
import { allPlannedSettings } from './host-of.ts';
import { schemaOf } from './look-at-cluster.ts';
import { readReplicaSets } from './read-replica-sets.ts';

/**
 * What may have changed behind our back and is no view of one node: the schema, by the first of the nodes just looked at
 * that answers CQL, and what the actors of the file do. Which nodes hold what is asked only while a node is down for
 * ever, since only then one more may be one too many.
 */
export async function lookAround(
  context: ActivityContext,
  task: ClusterTask,
  nodes: readonly NodeObservation[],
): Promise<Surroundings> {
  const [{ keyspaces, digest }, actors] = await Promise.all([
    schemaOf(context, allPlannedSettings(task), nodes),
    lookAtActors(context, task),
  ]);
  const replicaSets = task.plan.down?.length
    ? await readReplicaSets(context, task.spec, { nodes, keyspaces })
    : null;
  return { keyspaces, replicaSets, schemaDigest: digest, actors };
}
