import type { CmsView, NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import { isInitialized } from './cms-progress.ts';
import { lookedAtStanding } from './door-input.ts';
import type { DoorInput } from './door-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { sayHowMany, sayNode } from './say.ts';

/**
 * On every node `nodetool cms describe` shows a cluster that still lives by gossip: no identifier, no members, nobody
 * migrating.
 *
 * @source measured on 6.0-alpha2: before initialization identifier 0, no members, state GOSSIP
 */
export function cmsNotBegun(input: DoorInput): Verdict {
  const { nodes, unknown } = lookedAtStanding(input, ['cms']);
  return judge('cmsNotBegun', {
    seen: sayHowMany(nodes.flatMap(({ cms }) => (cms ? sayCms(cms) : []))),
    against: [...unknown, ...nodes.flatMap((seen) => objectionsTo(input, seen))],
    standsFor: ['S4-9', 'S4-13'],
  });
}

/** `GOSSIP, identifier 0, no members, not migrating`. */
export function sayCms({ serviceState, identifier, members, isMigrating }: CmsView): string {
  return [
    serviceState,
    `identifier ${identifier}`,
    members.length === 0 ? 'no members' : `members ${members.toSorted().join(' ')}`,
    isMigrating ? 'migrating' : 'not migrating',
  ].join(', ');
}

function objectionsTo({ plan, initiators = {} }: DoorInput, seen: NodeObservation): Objection[] {
  const { cms } = seen;
  if (!cms) return [];
  const who = sayNode(seen);
  if (isInitialized(cms)) {
    return [
      {
        found: `${who}: the CMS is initialized already: ${sayCms(cms)}`,
        remedy:
          'Never initialize it twice: run `nodetool cms describe` on every node and find out who did it. Once all agree, the upgrade goes on behind the door by itself.',
      },
    ];
  }
  if (!cms.isMigrating) return [];
  const initiator = initiators[seen.node]?.node;
  return [
    {
      found: `${who}: an initialization is in progress or was left half done: ${sayCms(cms)}${initiator ? `, begun by ${initiator}` : ''}`,
      remedy: initiator ? waysOut(plan.cluster, who, initiator) : findInitiator(who),
    },
  ];
}

function waysOut(cluster: string, who: string, initiator: string): string {
  return `If it stays so, say \`ringlift abort-initialization ${cluster} --initiator ${initiator} --reason "..."\`: Ringlift aborts it once it has stood still. Or by hand: \`nodetool cms abortinitialization --initiator ${initiator}\` on ${who}.`;
}

function findInitiator(who: string): string {
  return `Find its initiator in the system.log of ${who} ("Received election initiation message"), then run \`nodetool cms abortinitialization --initiator ADDRESS\` on ${who}.`;
}
