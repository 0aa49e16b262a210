import { sameRelease } from '../cassandra/release-name.ts';
import type { NodeId } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import { count, sayNode } from './say.ts';

/**
 * Every node still holds the whole snapshot that was taken before the upgrade. Of a node that ran the target already when
 * the upgrade was planned none was taken.
 */
export function snapshotsKept(input: DoorInput): Verdict {
  const { plan, snapshotsPresent } = input;
  const { nodes, unknown } = lookedAtStanding(input, []);
  const isDoneBefore = ({ node }: { readonly node: NodeId }) =>
    plan.nodes.some((planned) => planned.node === node && sameRelease(planned.release, plan.to));
  const lacking = nodes.filter(({ node }) => snapshotsPresent[node] !== true);
  const without = lacking.filter((seen) => !isDoneBefore(seen) || snapshotsPresent[seen.node] === undefined);
  const kept = nodes.length - lacking.length;
  const neverTaken = lacking.length - without.length;
  return judge('snapshotsKept', {
    seen: [
      ...(kept > 0 ? [`snapshot ${plan.tag} is on ${count(kept, 'node')}`] : []),
      ...(neverTaken > 0
        ? [
            `${count(neverTaken, 'node')} ran ${plan.to} when this upgrade was planned: no snapshot was taken there`,
          ]
        : []),
    ],
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
