import type { Verdict } from '../verdict.ts';
import { lookedAtStanding, standingOf } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import { wrongInGossip, wrongProcess } from './release-is-target.ts';
import { count } from './say.ts';

/**
 * Every node that is not left behind runs the target, by its own word and by everyone's gossip: `cms initialize` refuses
 * a mixed cluster ("All nodes are not yet upgraded").
 *
 * @source 6.0 tcm/ClusterMetadataService.java (upgradeFromGossip)
 */
export function allOnTarget(input: DoorInput): Verdict {
  const { nodes, unknown } = lookedAtStanding(input, ['version', 'gossip']);
  return judge('allOnTarget', {
    seen:
      nodes.length === 0
        ? []
        : [`${count(nodes.length, 'node')} on ${input.plan.to}, by their own word and by gossip`],
    against: [
      ...unknown,
      ...nodes.flatMap((seen) => wrongProcess(seen, input.plan.to)),
      ...wrongInGossip(nodes, standingOf(input), input.plan.to),
    ],
    standsFor: ['S4-9'],
  });
}
