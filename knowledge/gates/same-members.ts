import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { memberObjections } from './in-all-eyes.ts';
import { gossipObjections } from './in-gossip.ts';
import { judge } from './judge.ts';
import { count } from './say.ts';

/**
 * Members, data centers, racks and token counts are the plan's, by every ring and all gossip: nobody was bootstrapped,
 * decommissioned, replaced, moved or assassinated since. Peers compare directory and token map at `cms initialize`.
 *
 * @source seed 004, "Prohibited during phase 1"; 6.0 tcm/migration/Election.java
 */
export function sameMembers(input: DoorInput): Verdict {
  const { plan, approvedSkips } = input;
  const { nodes, unknown } = lookedAtStanding(input, ['ring', 'gossip']);
  return judge('sameMembers', {
    seen:
      nodes.length === 0
        ? []
        : [`${count(plan.nodes.length, 'node')} of the plan, looked at by ${nodes.length}`],
    against: [
      ...unknown,
      ...memberObjections(nodes, plan.nodes),
      ...gossipObjections(nodes, plan.nodes, approvedSkips),
    ],
    standsFor: ['S4-7', 'S4-9', 'S4-14'],
  });
}
