import { sameRelease } from '../knowledge/cassandra/release-name.ts';
import type { NodeProgress, NodeState } from '../knowledge/messages.ts';
import type { PlannedNode } from '../knowledge/plan.ts';
import type { RollbackPlan } from '../knowledge/rollback-plan.ts';
import type { Rollback } from './rollback.ts';

/** Every node as a status shows it before the first goes back. */
export function progressAtStart(plan: RollbackPlan): NodeProgress[] {
  return plan.context.nodes.map((place) => {
    const { node, name, dataCenter, rack, release } = place;
    return { node, name, dataCenter, rack, release, state: stateAtStart(place, plan) };
  });
}

function stateAtStart({ node, release }: PlannedNode, { back, context }: RollbackPlan): NodeState {
  if (back.some((each) => each.node === node)) return 'waiting';
  if (context.down?.includes(node)) return 'down';
  return sameRelease(release, context.to) ? 'done' : 'back';
}

/** What the nodes run again. */
export function releasesBack({ back, context }: RollbackPlan): string {
  const releases = [...new Set(back.flatMap(({ to }) => to ?? []))];
  return releases.join(' and ') || (context.nodes[0]?.release ?? '?');
}

/** How it ended, in sentences: who is back, what is repaired or owed, what is lost. */
export function sayEnd({ record, plan, repaired, leftOut }: Rollback): string {
  const { nodes } = record.status;
  const owed = (plan?.repairs ?? []).filter((node) => !repaired.has(node)).length;
  const repairs = [
    ...(repaired.size > 0 ? [`, ${count(repaired.size, 'node')} repaired since`] : []),
    ...(owed > 0 ? [`, a repair is still owed by ${count(owed, 'node')}`] : []),
  ];
  const missing = leftOut.length > 0 ? ` Left out: ${leftOut.join(', ')}.` : '';
  return `${sayBack(nodes)}${repairs.join('')}. ${sayLost(plan, owed)}${missing}`;
}

function sayBack(nodes: readonly NodeProgress[]): string {
  const back = nodes.filter(({ state }) => state === 'back');
  const releases = [...new Set(back.map(({ release }) => release))].join(' and ');
  return back.length === 0
    ? 'No node is back'
    : `${back.length} of ${count(nodes.length, 'node')} run ${releases}`;
}

/** Only once nothing is owed any more is it true that nothing is missing. */
function sayLost(plan: RollbackPlan | null, owed: number): string {
  if (plan?.loses) return `Lost, as consented: ${plan.loses}.`;
  return owed > 0
    ? 'Until then writes are missing on them, and other replicas have them.'
    : 'Nothing was lost.';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
