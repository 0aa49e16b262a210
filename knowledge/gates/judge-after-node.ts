import type { Verdict } from '../verdict.ts';
import { downNodesStayDown } from './down-nodes-stay-down.ts';
import type { NodeGateInput } from './gate-input.ts';
import { gossipHealthy } from './gossip-healthy.ts';
import { logClean } from './log-clean.ts';
import { releaseIsTarget } from './release-is-target.ts';
import { ringSeesNode } from './ring-sees-node.ts';
import { schemaPerReleaseAfter } from './schema-per-release.ts';
import { settingInUse } from './setting-in-use.ts';
import { servesClients } from './serves-clients.ts';

/** Is this node done, and the cluster as whole as before? Seed 001's five validation gates, and the release. */
export function judgeAfterNode(input: NodeGateInput): Verdict[] {
  return [
    ringSeesNode,
    releaseIsTarget,
    schemaPerReleaseAfter,
    gossipHealthy,
    logClean,
    servesClients,
    ...(input.change ? [settingInUse] : []),
    ...(input.plan.down?.length ? [downNodesStayDown] : []),
  ].map((gate) => gate(input));
}
