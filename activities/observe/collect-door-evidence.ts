import type { LaterMode } from '../../knowledge/cassandra/mode-cost.ts';
import { isBefore, lineOf } from '../../knowledge/cassandra/release-line.ts';
import { judgeCmsReadiness } from '../../knowledge/gates/cms-readiness.ts';
import { doorWarning } from '../../knowledge/gates/door-warning.ts';
import { judgeAfterNode } from '../../knowledge/gates/judge-after-node.ts';
import { judgeModeReadiness } from '../../knowledge/gates/mode-readiness.ts';
import { pathSupported } from '../../knowledge/gates/path-supported.ts';
import { ringUp } from '../../knowledge/gates/ring-up.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { Door } from '../../knowledge/plan.ts';
import type { NodeId, Release } from '../../knowledge/topology.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { DoorEvidence, DoorTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { judgeActors, lookAtActors } from '../actors/look-at-actors.ts';
import { digestOf } from '../evidence-store.ts';
import { lookAtCluster, wholeLook } from './look-at-cluster.ts';
import { lookAtLedger } from './look-at-ledger.ts';
import { askInitiators, standingSettings } from './look-at-cms.ts';
import type { Wanted } from './look-at-node.ts';
import { readStorageModes } from './read-storage-modes.ts';
import { snapshotIsThere } from './snapshot-is-there.ts';

/** What its gates and facts need and no more: it is looked at every minute, and each view is a JVM's start on the node. */
const cmsLook: Wanted = {
  views: ['version', 'ring', 'cluster', 'gossip', 'net', 'compactions', 'threadPools', 'repairs', 'cms'],
  host: true,
  cql: true,
};

/** Looks at every node afresh, judges, and hashes the facts: what an approver approves is this digest. */
export async function collectDoorEvidence(context: ActivityContext, task: DoorTask): Promise<DoorEvidence> {
  const { spec, plan, door } = task;
  const inventory = await lookAtCluster(context, spec, lookAt(door, plan.to));
  const judged = await judgedAt(context, task, inventory);
  const { facts, isBehind } = judged;
  const verdicts = [...judged.verdicts, ...(await actorsOf(context, task))];
  const warning = doorWarning(door, plan, leftBehindBy(task));
  await context.evidence.put([warning, ...facts].join('\n'));
  const ledger = smallLedger(
    await lookAtLedger(context, task, inventory.nodes, { keyspaces: inventory.keyspaces }),
  );
  const digest = digestOf({ cluster: plan.cluster, door, facts });
  return { digest, facts, verdicts, warning, ledger, ...(isBehind && { isBehind }) };
}

function lookAt(door: Door, to: Release): Wanted {
  if (door === 'afterCanary' || door === 'preconditions') return wholeLook;
  if (door === 'cms' || isWithCms(to)) return cmsLook;
  return { ...cmsLook, views: cmsLook.views.filter((view) => view !== 'cms') };
}

function isWithCms(to: Release): boolean {
  const line = lineOf(to);
  return line !== null && !isBefore(line, '6.0');
}

interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly facts: readonly string[];
  readonly isBehind: boolean;
}

async function judgedAt(context: ActivityContext, task: DoorTask, inventory: Inventory): Promise<Judged> {
  switch (task.door) {
    case 'preconditions':
      return declared(task, inventory);
    case 'afterCanary':
    case 'fallback':
      return canaryFacts(task, inventory);
    case 'cms':
      return cmsReadiness(context, task, inventory);
    case 'storageUpgrading':
      return modeReadiness(context, task, inventory, 'UPGRADING');
    case 'storageNone':
      return modeReadiness(context, task, inventory, 'NONE');
  }
}

async function modeReadiness(
  context: ActivityContext,
  task: DoorTask,
  inventory: Inventory,
  wanted: LaterMode,
): Promise<Judged> {
  const leftBehind = leftBehindBy(task);
  const standing = standingSettings(task, leftBehind);
  return judgeModeReadiness({
    spec: task.spec,
    plan: task.plan,
    inventory,
    schemaDigestAtStart: task.plan.schemaDigest,
    approvedSkips: leftBehind,
    snapshotsPresent: {},
    wanted,
    running: await readStorageModes(context, standing, inventory.nodes),
  });
}

/** What is approved are the very words of the file. Others are paused only after it. */
function declared({ spec }: DoorTask, inventory: Inventory): Judged {
  const facts = (spec.preconditions ?? []).map((text, index) => `${index + 1}. ${text}`);
  return {
    verdicts: [pathSupported({ spec, inventory }), ringUp({ spec, inventory })],
    facts,
    isBehind: false,
  };
}

/** Whoever was paused must still be so: a schedule that goes on would begin its repair behind the door. */
async function actorsOf(context: ActivityContext, task: DoorTask) {
  // They are paused only behind the first door.
  if (task.spec.actors.length === 0 || task.door === 'preconditions') return [];
  return [judgeActors(task, await lookAtActors(context, task))];
}

/** Left out by people or down by the file: `cms initialize` is told to ignore them. */
function leftBehindBy({ skipped, plan }: DoorTask): NodeId[] {
  return [...new Set([...skipped, ...(plan.down ?? [])])];
}

async function cmsReadiness(context: ActivityContext, task: DoorTask, inventory: Inventory) {
  const leftBehind = leftBehindBy(task);
  // A node that was left out may be down for ever: it is not asked.
  const standing = standingSettings(task, leftBehind);
  const present = await Promise.all(
    standing.map(async (settings) => {
      const there = await snapshotIsThere(context, await context.hosts.get(settings), task.plan.tag);
      return [settings.node, there] as const;
    }),
  );
  return judgeCmsReadiness({
    spec: task.spec,
    plan: task.plan,
    inventory,
    schemaDigestAtStart: task.plan.schemaDigest,
    approvedSkips: leftBehind,
    initiators: await initiatorsOf(context, task, inventory, standing),
    snapshotsPresent: Object.fromEntries(present),
  });
}

/** Asked only of nodes that say that an initialization is under way. */
function initiatorsOf(
  context: ActivityContext,
  task: DoorTask,
  { nodes }: Inventory,
  standing: readonly NodeSettings[],
) {
  const asked = new Set(standing.map(({ node }) => node));
  const migrating = nodes.filter(({ node, cms }) => asked.has(node) && cms?.isMigrating === true);
  return askInitiators(
    context,
    task,
    migrating.map(({ node }) => node),
  );
}

function canaryFacts({ spec, plan }: DoorTask, { nodes }: Inventory) {
  const canary = nodes.find(({ version }) => version?.release === plan.to)?.node ?? plan.nodes[0]?.node ?? '';
  const input = { spec, plan, node: canary, observations: nodes, before: null, log: null };
  // The log and the latencies were judged after the canary's start and after its soak.
  const verdicts = judgeAfterNode(input).filter(
    ({ gate }) => gate !== 'logClean' && gate !== 'servesClients',
  );
  const facts = nodes
    .map(
      (seen) =>
        `${seen.node} runs ${seen.version?.release ?? 'an unknown release'}, CQL ${seen.cql?.answers ? 'answers' : 'is silent'}`,
    )
    .toSorted();
  return { verdicts, facts, isBehind: false };
}
