import type { CmsView, NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import { count, sayList, sayNode } from './say.ts';

interface Described {
  readonly who: string;
  readonly node: string;
  readonly cms: CmsView;
}

/**
 * After initialize or reconfigure: `nodetool cms describe` tells the same on every node. One identifier (not 0) and
 * one epoch, the same members, LOCAL on members and REMOTE elsewhere, nobody migrating or paused, nothing pending.
 *
 * @param observations nodes that were ignored by the initialization are not among them
 * @param asked members that were asked for by reconfigure; null after initialize, when one member and "Needs
 *   reconfiguration: true" are right
 * @source seed 004, "Understanding the output"; measured on 6.0-alpha2: a node that is no member does not print pending
 *   count, paused commits and replication
 */
export function judgeCmsDescribed(
  observations: readonly NodeObservation[],
  asked: { readonly members: number | null },
): Verdict {
  const { nodes, unknown } = looked(observations, ['cms']);
  const described = nodes.flatMap((seen): Described[] =>
    seen.cms ? [{ who: sayNode(seen), node: seen.node, cms: seen.cms }] : [],
  );
  const [first] = described;
  return judge('cmsAgreed', {
    seen: first
      ? [
          `${count(described.length, 'node')} asked; ${described[0]?.who} says: identifier ${first.cms.identifier}, epoch ${first.cms.epoch}, ${count(first.cms.members.length, 'member')}: ${first.cms.members.toSorted().join(', ') || 'none'}`,
        ]
      : [],
    against: [
      ...unknown,
      ...disagreements(described),
      ...described.flatMap((each) => ownObjections(each, asked.members)),
    ],
    standsFor: ['S4-15', 'S4-23'],
  });
}

function disagreements(described: readonly Described[]): Objection[] {
  const told: Record<string, (cms: CmsView) => string> = {
    identifier: (cms) => cms.identifier,
    epoch: (cms) => cms.epoch,
    members: (cms) => cms.members.toSorted().join(' ') || 'none',
  };
  return Object.entries(told).flatMap(([what, say]) => {
    const sides = new Map<string, string[]>();
    for (const { cms, who } of described) sides.set(say(cms), [...(sides.get(say(cms)) ?? []), who]);
    if (sides.size < 2) return [];
    const said = [...sides].toSorted(([, one], [, other]) => other.length - one.length);
    const odd = said.slice(1).flatMap(([, who]) => who);
    return {
      found: `the nodes do not agree on the ${what}: ${said.map(([value, who]) => `${value} on ${sayList(who)}`).join('; ')}`,
      remedy: `Wait a minute; if \`nodetool cms describe\` on ${sayList(odd)} still differs, look for "Stopping log processing" in its system.log, and restart it if it is there.`,
    };
  });
}

function ownObjections({ who, node, cms }: Described, asked: number | null): Objection[] {
  const isListed = cms.members.includes(node);
  const expected = isListed ? 'LOCAL' : 'REMOTE';
  const describe = `then run \`nodetool cms describe\` on ${who} again.`;
  const objections: (Objection | false)[] = [
    (cms.identifier === '0' || cms.members.length === 0 || !/^[1-9]\d*$/.test(cms.epoch)) && {
      found: `${who}: the CMS is not initialized: identifier ${cms.identifier}, epoch ${cms.epoch}`,
      remedy: `Look at the initiator's system.log for why \`nodetool cms initialize\` did not reach ${who}, ${describe}`,
    },
    cms.serviceState !== expected && {
      found: `${who}: service state ${cms.serviceState}, expected ${expected} on ${isListed ? 'a member' : 'a node that is no member'}`,
      remedy: `Look for "Stopping log processing" in the system.log of ${who}, restart it if it is there, ${describe}`,
    },
    cms.isMember !== isListed && {
      found: `${who}: it says ${cms.isMember ? 'it is' : 'it is not'} a member, its list of members says otherwise`,
      remedy: `Wait until the reconfiguration has ended (\`nodetool cms reconfigure --status\`), ${describe}`,
    },
    cms.isMigrating && {
      found: `${who}: the election is still in progress (Is Migrating: true)`,
      remedy: `Wait for it; if it stays, restart ${who}, ${describe}`,
    },
    cms.commitsPaused === true && {
      found: `${who}: commits are paused`,
      remedy: `Find out who paused commits on ${who} (JMX, CMSOperations.CommitsPaused), let them go on, ${describe}`,
    },
    ...pendingObjections(who, cms, describe),
    ...(asked === null ? [] : reconfigured(who, cms, asked)),
  ];
  return objections.filter((objection) => objection !== false);
}

/** Members print it, others do not: null on a member is not known. */
function pendingObjections(who: string, cms: CmsView, describe: string): Objection[] {
  if (cms.localPendingCount === 0 || (cms.localPendingCount === null && !cms.isMember)) return [];
  return [
    {
      found: `${who}: local pending count ${cms.localPendingCount ?? 'not told'}, expected 0`,
      remedy: `Wait until ${who} has caught up; if it does not, look for "Could not fetch log" in its system.log, ${describe}`,
    },
  ];
}

function reconfigured(who: string, cms: CmsView, asked: number): Objection[] {
  const follow =
    'Run `nodetool cms reconfigure --status`; if it stopped, `nodetool cms reconfigure --resume`.';
  return [
    ...(cms.members.length === asked
      ? []
      : [{ found: `${who}: ${count(cms.members.length, 'member')}, asked for ${asked}`, remedy: follow }]),
    ...(cms.needsReconfiguration
      ? [{ found: `${who}: it still says Needs reconfiguration: true`, remedy: follow }]
      : []),
  ];
}
