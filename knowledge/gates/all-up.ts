import type { Verdict } from '../verdict.ts';
import { silentOnCql } from './cql-answers.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { ringObjections } from './in-all-eyes.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { count, sayNode } from './say.ts';

/**
 * Every node is Up/Normal in every eye and answers CQL, except those left behind, which must be down in every eye:
 * Cassandra would ignore a live one without a word, and cut it off.
 *
 * @source 6.0 tcm/ClusterMetadataService.java (the check that an ignored host is down is commented out)
 */
export function allUp(input: DoorInput): Verdict {
  const { plan, approvedSkips } = input;
  const { nodes, unknown } = lookedAtStanding(input, ['ring', 'cql']);
  return judge('allUp', {
    seen:
      nodes.length === 0
        ? []
        : [
            `${count(nodes.length, 'node')} UN in each other's eyes`,
            ...(approvedSkips.length > 0 ? [`left behind: ${approvedSkips.toSorted().join(', ')}`] : []),
          ],
    against: [
      ...unknown,
      ...ringObjections(nodes, plan.nodes, approvedSkips),
      ...nodes.flatMap(silentOnCql),
      ...approvedSkips.flatMap((skipped) => notToBeIgnored(input, skipped, nodes)),
    ],
    standsFor: ['S4-8', 'S4-9', 'S4-11'],
  });
}

function notToBeIgnored(
  { plan }: DoorInput,
  skipped: string,
  viewers: ReturnType<typeof lookedAtStanding>['nodes'],
): Objection[] {
  const place = plan.nodes.find(({ node }) => node === skipped);
  const who = place ? sayNode(place) : skipped;
  const states = viewers.map(
    ({ ring }) => ring?.nodes.find(({ address }) => address === skipped)?.state ?? 'absent',
  );
  const odd = [...new Set(states)].filter((state) => !state.startsWith('D'));
  return odd.map((state) => ({
    found:
      state === 'absent'
        ? `${who} was left behind and is not in the ring any more: cms initialize would refuse to ignore it`
        : `${who} was left behind and is ${state}: a live node must not be ignored`,
    remedy:
      state === 'absent'
        ? `Plan again without ${who}: it has been removed since.`
        : `Upgrade ${who} too (plan again), or stop Cassandra on it for ever, then look again.`,
  }));
}
