import { judgeCmsReadiness } from '../../knowledge/gates/cms-readiness.ts';
import { judgeAfterNode } from '../../knowledge/gates/judge-after-node.ts';
import type { Inventory } from '../../knowledge/observation.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { DoorEvidence, DoorTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { digestOf } from '../evidence-store.ts';
import { allPlannedSettings } from './host-of.ts';
import { lookAtCluster, wholeLook } from './look-at-cluster.ts';
import { lookAtLedger } from './look-at-ledger.ts';
import { snapshotIsThere } from './snapshot-is-there.ts';

const warnings = {
  cms: 'After `cms initialize` there is no way back to the old release: no rollback is supported from there on.',
  afterCanary: 'The canary is upgraded. Opening this door lets all other nodes follow.',
} as const;

/** Looks at every node afresh, judges, and hashes the facts: what an approver approves is this digest. */
export async function collectDoorEvidence(context: ActivityContext, task: DoorTask): Promise<DoorEvidence> {
  const { spec, plan, door } = task;
  const views = door === 'cms' ? [...wholeLook.views, 'cms' as const] : wholeLook.views;
  const inventory = await lookAtCluster(context, spec, { ...wholeLook, views });
  const { verdicts, facts } =
    door === 'cms' ? await cmsReadiness(context, task, inventory) : canaryFacts(task, inventory);
  const warning = warnings[door];
  await context.evidence.put([warning, ...facts].join('\n'));
  const ledger = smallLedger(
    await lookAtLedger(context, task, inventory.nodes, { keyspaces: inventory.keyspaces }),
  );
  return { digest: digestOf({ cluster: plan.cluster, door, facts }), facts, verdicts, warning, ledger };
}

async function cmsReadiness(context: ActivityContext, task: DoorTask, inventory: Inventory) {
  const leftBehind = [...new Set([...task.skipped, ...(task.plan.down ?? [])])];
  // A node that was left out may be down for ever: it is not asked.
  const standing = allPlannedSettings(task).filter(({ node }) => !leftBehind.includes(node));
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
    snapshotsPresent: Object.fromEntries(present),
  });
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
  return { verdicts, facts };
}
