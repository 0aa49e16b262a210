import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import { count, sayNode } from './say.ts';

/** Every node still holds the whole snapshot that was taken before the upgrade. */
export function snapshotsKept(input: DoorInput): Verdict {
  const { plan, snapshotsPresent } = input;
  const { nodes, unknown } = lookedAtStanding(input, []);
  const without = nodes.filter(({ node }) => snapshotsPresent[node] !== true);
  const kept = nodes.length - without.length;
  return judge('snapshotsKept', {
    seen: kept > 0 ? [`snapshot ${plan.tag} is on ${count(kept, 'node')}`] : [],
    against: [
      ...unknown,
      ...without.map((seen) => ({
        found: `${sayNode(seen)}: snapshot ${plan.tag} ${snapshotsPresent[seen.node] === false ? 'is not there any more' : 'was not looked for'}`,
        remedy: `Find out who cleared it on ${sayNode(seen)} (\`nodetool listsnapshots\`); what was written before the upgrade has no copy there now.`,
      })),
    ],
    standsFor: ['S1-8', 'S4-9'],
  });
}
