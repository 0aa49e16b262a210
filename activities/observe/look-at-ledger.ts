import { releaseOfFolder } from '../../knowledge/cassandra/release-of-folder.ts';
import { compareReleases } from '../../knowledge/cassandra/release-line.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Ledger, NodeWayBack } from '../../knowledge/ledger.ts';
import type { DataFolderView } from '../../knowledge/host-view.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import { isUpgraded } from '../../knowledge/reversibility/judge-node.ts';
import { type LedgerFacts, judgeNodes, makeLedger } from '../../knowledge/reversibility/make-ledger.ts';
import { type Replication, restoredAmong } from '../../knowledge/reversibility/loss.ts';
import type { FilesSeen } from '../../knowledge/reversibility/files-seen.ts';
import type { NodeId, Release } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { plannedSettings } from './host-of.ts';
import { schemaOf } from './look-at-cluster.ts';
import { lookAtFiles } from './look-at-files.ts';
import { readReplicaSets } from './read-replica-sets.ts';

/** What was looked at already, where it was. */
export type Known = Partial<Pick<Inventory, 'keyspaces' | 'replicaSets'>>;

/**
 * What going back costs now, from what was just seen of every node: one round trip more for each upgraded one. The replica
 * sets are asked for only where some node's data would be replaced. What can't be had makes it dearer, and never fails
 * the step that looks.
 */
export async function lookAtLedger(
  context: ActivityContext,
  task: ClusterTask,
  observations: readonly NodeObservation[],
  known: Known = {},
): Promise<Ledger> {
  const { ways, replication } = await lookAtWaysBack(context, task, observations, known);
  const { hop } = task.plan;
  return {
    ...makeLedger(new Date().toISOString(), ways, replication),
    ...(hop && { hop: { number: hop.number, of: hop.of } }),
  };
}

export interface WaysBack {
  /** Of every node but those that stay down. */
  readonly ways: readonly NodeWayBack[];
  /** As far as it is known; asked for only where some node's data would be replaced. */
  readonly replication: Replication;
}

/** What going back takes for each node, and what a loss is judged by. */
export async function lookAtWaysBack(
  context: ActivityContext,
  task: ClusterTask,
  observations: readonly NodeObservation[],
  known: Known = {},
): Promise<WaysBack> {
  const { plan } = task;
  context.say('looking what going back costs');
  const standing = plan.nodes.filter(({ node }) => !(plan.down ?? []).includes(node));
  const nodes = await Promise.all(
    standing.map(({ node, name, release }) => {
      const seen = observations.find((each) => each.node === node);
      return factsOf(
        context,
        task,
        { node, name, before: olderThan(plan.leaving ?? plan.to, release) },
        seen,
      );
    }),
  );
  const ways = judgeNodes({ nodes });
  const replication: Replication = {
    keyspaces: known.keyspaces ?? [],
    replicaSets: known.replicaSets ?? null,
    dataCenters: Object.fromEntries(plan.nodes.map(({ node, dataCenter }) => [node, dataCenter])),
    down: plan.down ?? [],
  };
  const isLossy = restoredAmong(ways).length > 0;
  return {
    ways,
    replication: isLossy ? await completed(context, task, observations, replication) : replication,
  };
}

type NodeLedgerFacts = LedgerFacts['nodes'][number];

async function factsOf(
  context: ActivityContext,
  task: ClusterTask,
  planned: Pick<NodeLedgerFacts, 'node' | 'name' | 'before'>,
  seen: NodeObservation | undefined,
): Promise<NodeLedgerFacts> {
  const facts = {
    ...planned,
    release: releaseNow(seen),
    running: seen?.running ?? null,
    target: task.plan.leaving ?? task.plan.to,
    yaml: seen?.host?.configuration['cassandra.yaml'] ?? null,
    cms: seen?.cms ?? null,
  };
  // Of one that was not upgraded only what an earlier way back left on its host is of interest.
  const folders = isUpgraded(facts) ? (seen?.host?.folders ?? []) : [];
  return { ...facts, files: await filesOf(context, task, planned.node, seen, folders) };
}

/** What answers counts; of a node that does not answer, what it would be started from. */
function releaseNow(seen: NodeObservation | undefined): Release | null {
  if (seen?.version) return seen.version.release;
  return seen?.host?.releaseInUse ? releaseOfFolder(seen.host.releaseInUse) : null;
}

function olderThan(target: Release, release: Release): Release | null {
  const order = compareReleases(release, target);
  return order !== null && order < 0 ? release : null;
}

async function filesOf(
  context: ActivityContext,
  task: ClusterTask,
  node: NodeId,
  seen: NodeObservation | undefined,
  folders: readonly DataFolderView[],
): Promise<FilesSeen | null> {
  if (!seen?.host) return null;
  const settings = plannedSettings(task, node);
  return unlessUnreachable(async () =>
    lookAtFiles(await context.hosts.get(settings), {
      stateFolder: stateFolderOf(settings, task.plan),
      tag: task.plan.tag,
      folders,
      stopped: seen.running === false,
      signal: context.signal,
    }),
  );
}

/** Keyspaces and sets of replicas, where the look that was made did not ask for them. */
async function completed(
  context: ActivityContext,
  task: ClusterTask,
  nodes: readonly NodeObservation[],
  replication: Replication,
): Promise<Replication> {
  const settings = task.plan.nodes.map(({ node }) => plannedSettings(task, node));
  const keyspaces =
    replication.keyspaces.length > 0
      ? replication.keyspaces
      : ((await unlessUnreachable(() => schemaOf(context, settings, nodes)))?.keyspaces ?? []);
  const replicaSets =
    replication.replicaSets ??
    (await unlessUnreachable(() => readReplicaSets(context, task.spec, { nodes, keyspaces })));
  return { ...replication, keyspaces, replicaSets };
}

async function unlessUnreachable<Found>(look: () => Promise<Found>): Promise<Found | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RingliftError) return null;
    throw error;
  }
}
