import type { PreflightInput } from '../../knowledge/gates/gate-input.ts';
import { judgePreflight } from '../../knowledge/gates/judge-preflight.ts';
import { lineOf } from '../../knowledge/cassandra/release-line.ts';
import { cmsMembersOf } from '../../knowledge/gates/group-safe.ts';
import type { Preview } from '../../knowledge/messages.ts';
import { rollsInGroups } from '../../knowledge/procedures/roll-phases.ts';
import { planRollingUpgrade } from '../../knowledge/procedures/rolling-upgrade.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import { specOfHop } from '../../knowledge/spec/spec-of-hop.ts';
import type { Spec } from '../../knowledge/spec/spec.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { PreflightTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { judgeInstaller } from './judge-installer.ts';
import { judgeReleaseFile } from './judge-release-file.ts';
import { judgeReleasesAhead } from './judge-releases-ahead.ts';
import { keepLooking } from './keep-looking.ts';
import { judgeMetrics } from './look-at-metrics.ts';
import { countAllSSTables } from './count-all-sstables.ts';
import { lookAtAllDse } from './look-at-all-dse.ts';
import { lookAtCluster, lookAtNodes } from './look-at-cluster.ts';
import { lookAtLedger } from './look-at-ledger.ts';
import { readStorageModes } from './read-storage-modes.ts';
import { readSizes } from './read-sizes.ts';
import { readReplicaSets } from './read-replica-sets.ts';
import { readWhatPasses } from './read-what-passes.ts';

/**
 * Looks at every node, plans, judges the preflight once. Changes nothing. Of a chain it plans the hop whose turn it is, and
 * judges what can be known of those ahead.
 */
export async function lookAndPlan(
  context: ActivityContext,
  { spec: whole }: { readonly spec: Spec },
): Promise<Preview> {
  const seen = await lookAtCluster(context, whole);
  const inventory = {
    ...seen,
    replicaSets: await readReplicaSets(context, whole, seen),
    ...(whole.storage && { storageModes: await modesOf(context, whole, seen.nodes) }),
    ...(await cmsMembers(context, whole, seen)),
    ...(whole.via?.length && { sstables: await countAllSSTables(context, whole, seen.nodes) }),
    ...(await readWhatPasses(context, whole, seen)),
  };
  const plan = planRollingUpgrade(whole, inventory);
  const spec = plan.hop ? specOfHop(whole, plan.to) : whole;
  const ofDse = await lookAtAllDse(context, spec, inventory);
  const sizes = await readSizes(context, spec, inventory);
  const judged = { ...inventory, ...ofDse, ...sizes };
  const verdicts = await judge(context, { spec, inventory: judged, plan }, whole);
  const ledger = await lookAtLedger(context, { spec, plan }, inventory.nodes, inventory);
  return {
    plan,
    verdicts,
    evidence: await keepInventory(context, inventory),
    ledger: smallLedger(ledger),
  };
}

function modesOf(context: ActivityContext, spec: Spec, nodes: Inventory['nodes']) {
  const settings = nodes.map(({ node, ring }) => {
    const place = ring?.nodes.find(({ address }) => address === node);
    return settingsOf(spec, node, place?.dataCenter);
  });
  return readStorageModes(context, settings, nodes);
}

/** Only groups are planned by them, and only 6.0 has any. */
async function cmsMembers(
  context: ActivityContext,
  spec: Spec,
  { nodes }: Inventory,
): Promise<Pick<Inventory, 'cmsMembers'>> {
  const having = nodes.filter(({ version }) => version !== null && lineOf(version.release) === '6.0');
  if (!rollsInGroups(spec) || having.length === 0) return {};
  const settings = having.map(({ node, ring }) => {
    const own = ring?.nodes.find(({ address }) => address === node);
    return settingsOf(spec, node, own?.dataCenter);
  });
  const told = await lookAtNodes(context, spec, settings, () => ({ views: ['version', 'cms'] }));
  return { cmsMembers: cmsMembersOf(told) };
}

/** Waits until every gate of the checklist is open. */
export async function awaitPreflight(
  context: ActivityContext,
  { spec, plan, whole = spec }: PreflightTask,
): Promise<StepOutcome> {
  const { verdicts, evidence, looks } = await keepLooking(context, spec.cluster, spec.gates, async () => {
    const seen = await lookAtCluster(context, spec);
    const inventory = {
      ...seen,
      // Only what the plan brings to its end first is left out of what is judged.
      inHand: (seen.inHand ?? []).filter((node) => plan.inHand?.includes(node)),
      replicaSets: seen.down ? await readReplicaSets(context, spec, seen) : null,
      ...(await lookAtAllDse(context, spec, seen)),
      ...(plan.hop && { sstables: await countAllSSTables(context, spec, seen.nodes) }),
      ...(await readWhatPasses(context, whole, seen)),
      ...(await readSizes(context, spec, seen)),
    };
    return {
      verdicts: await judge(context, { spec, inventory, plan }, whole),
      evidence: await keepInventory(context, inventory),
    };
  });
  return {
    outcome: 'done',
    says: `${verdicts.length} gates open after ${looks} look${looks > 1 ? 's' : ''}`,
    verdicts,
    evidence,
  };
}

async function judge(context: ActivityContext, input: PreflightInput, whole: Spec): Promise<Verdict[]> {
  const ahead = input.plan?.hop?.ahead.map(({ to }) => to) ?? [];
  return [
    ...judgePreflight(input),
    await judgeReleaseFile(input.spec),
    ...(await judgeInstaller(context, input)),
    ...(await judgeMetrics(context, input.spec, settingsOfSeen(input), input.inventory.nodes)),
    ...(ahead.length > 0 ? [await judgeReleasesAhead(whole, ahead)] : []),
  ];
}

/** One that was left half done sends nothing. */
function settingsOfSeen({ spec, inventory: { nodes, inHand = [] } }: PreflightInput): NodeSettings[] {
  return nodes
    .filter(({ node }) => !inHand.includes(node))
    .map(({ node, ring }) =>
      settingsOf(spec, node, ring?.nodes.find(({ address }) => address === node)?.dataCenter),
    );
}

function hidden(key: string, value: unknown): unknown {
  if (key === 'configuration') return Object.keys(value ?? {});
  return key === 'dseYaml' && typeof value === 'string' ? `${value.length} characters` : value;
}

/** The inventory without texts of configuration: they may hold passwords of key stores. */
function keepInventory(context: ActivityContext, inventory: Inventory): Promise<string> {
  return context.evidence.put(JSON.stringify(inventory, (key, value: unknown) => hidden(key, value), 1));
}
