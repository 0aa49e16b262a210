import type { NodeObservation } from '../../knowledge/observation.ts';
import type { PlanContext } from '../../knowledge/plan.ts';
import {
  type RollbackFacts,
  planClusterRollback,
  rollbackContext,
} from '../../knowledge/procedures/cluster-rollback.ts';
import { requireConsent } from '../../knowledge/procedures/require-consent.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { RollbackPlan } from '../../knowledge/rollback-plan.ts';
import type { RollbackTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings } from './host-of.ts';
import { lookAtCluster } from './look-at-cluster.ts';
import { lookAtWaysBack } from './look-at-ledger.ts';
import type { Wanted } from './look-at-node.ts';
import { type RollbackSigns, lookAtRollback } from './look-at-rollback.ts';

/** `cms describe` is unknown to older releases: that it fails there is no more than one problem of their observation. */
const wanted: Wanted = { views: ['version', 'ring', 'gossip', 'cms'], host: true, cql: true };

/**
 * Looks at every node and plans the way back of all that were upgraded, or of one. Changes nothing.
 * @throws RingliftError RollbackRefused, ConsentMissing
 */
export async function planRollback(context: ActivityContext, task: RollbackTask): Promise<RollbackPlan> {
  const plan = await previewRollback(context, task);
  requireConsent(task.spec.cluster, plan.loses, task.consent);
  return plan;
}

/** The same without asking for a consent: what it would be is in the plan. */
export async function previewRollback(context: ActivityContext, task: RollbackTask): Promise<RollbackPlan> {
  const { spec, node } = task;
  const inventory = await lookAtCluster(context, spec, wanted);
  const plan = rollbackContext(spec, inventory);
  const { ways, replication } = await lookAtWaysBack(context, { spec, plan }, inventory.nodes, {
    keyspaces: inventory.keyspaces,
  });
  const signs = await signsOf(context, { spec, plan });
  const facts = ways.map((way): RollbackFacts => {
    const seen = inventory.nodes.find((each) => each.node === way.node);
    const sign = signs.get(way.node);
    const to = way.to ?? sign?.before ?? null;
    return {
      way: { ...way, to },
      note: sign?.note ?? null,
      inHand: isInHand(context, seen),
      madeAt: sign?.madeAt ?? null,
    };
  });
  const made = planClusterRollback(plan, facts, replication, node);
  return { ...made, ledger: smallLedger(made.ledger) };
}

/** Locked by us and not serving: left half done, by an upgrade or by a way back. */
function isInHand({ owner }: ActivityContext, seen: NodeObservation | undefined): boolean {
  return seen?.host?.lockedBy === owner && !(seen.running === true && seen.cql?.answers === true);
}

/** A host that can't be asked is an error: what was begun on it must not be begun in another way. */
async function signsOf(
  context: ActivityContext,
  task: { readonly spec: RollbackTask['spec']; readonly plan: PlanContext },
): Promise<Map<string, RollbackSigns>> {
  const settings = allPlannedSettings(task);
  const found = await Promise.all(
    settings.map(async (each) => lookAtRollback(context, task, await context.hosts.get(each))),
  );
  return new Map(settings.map(({ node }, index) => [node, found[index] as RollbackSigns]));
}
