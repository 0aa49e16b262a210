import { lineOf } from '../cassandra/release-line.ts';
import type { NodeObservation } from '../observation.ts';
import { defaultLevel } from '../procedures/roll-phases.ts';
import { groupProof } from '../replicas/group-proof.ts';
import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { mayLogIn } from './logins.ts';
import { judge } from './judge.ts';
import { sayList, sayNode } from './say.ts';

/**
 * The whole group of the node may be down together, by the replica sets of this moment: whatever became of the others of
 * it meanwhile, they count as down. Judged just before each of them is stopped; alone a node needs no such proof.
 *
 * @source db/ConsistencyLevel.java (quorumFor, localQuorumFor); CASSANDRA-12988 (logins); seed 004, pace of the roll
 */
export function groupSafe({ spec, plan, node, beside = [], observations, around }: NodeGateInput): Verdict {
  const group = [node, ...beside];
  const level = spec.strategy.consistency ?? defaultLevel;
  const proof = groupProof({
    places: plan.nodes,
    keyspaces: around?.keyspaces ?? [],
    replicaSets: around?.replicaSets ?? null,
    cmsMembers: cmsMembersOf(observations.filter((seen) => !group.includes(seen.node))),
    down: plan.down ?? [],
    level,
    logins: mayLogIn(observations.filter((seen) => !group.includes(seen.node))),
  });
  const names = sayList(
    group.map((id) => sayNode(plan.nodes.find((each) => each.node === id) ?? { node: id, name: id })),
  );
  const against = proof.against(group);
  return judge('groupSafe', {
    seen: [`${names} may be down together: every range keeps what ${level} needs`],
    against: against.map((found) => ({
      found,
      remedy: `Mend that and retry; or abort, set strategy.atOnce to node and strategy.dataCenters.inParallel to false, and start again: it goes on one node at a time.`,
    })),
    standsFor: ['S4-6', 'S3-3', 'S1-19'],
  });
}

/**
 * Members of an initialized CMS in the eyes of those that were looked at. Null: a node of a line that has one did not
 * tell, or they differ.
 */
export function cmsMembersOf(nodes: readonly NodeObservation[]): readonly NodeId[] | null {
  const having = nodes.filter(({ version }) => version === null || lineOf(version.release) === '6.0');
  if (nodes.length === 0 || having.some(({ cms }) => cms === null)) return null;
  const told = having.flatMap(({ cms }) =>
    cms && cms.serviceState !== 'GOSSIP' ? [cms.members.toSorted()] : [],
  );
  const [first = []] = told;
  return told.every((members) => members.join() === first.join()) ? first : null;
}
