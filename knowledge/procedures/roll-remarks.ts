import type { PlannedNode } from '../plan.ts';
import { sayList } from '../gates/say.ts';
import { sayWindow } from '../windows/look-at-windows.ts';
import { type Roll, defaultLevel, proofOf, rollPhases, rollsInGroups } from './roll-phases.ts';

const mostReasons = 3;

/** What the chosen order and speed risk, a sentence each; one node at a time risks nothing that is not told elsewhere. */
export function rollRemarks(roll: Roll): string[] {
  return [...inGroups(roll), ...dataCenters(roll), ...windows(roll)];
}

function inGroups(roll: Roll): string[] {
  const { spec, begun } = roll;
  const { consistency = defaultLevel, dataCenters: centers } = spec.strategy;
  const left =
    begun.length > 1
      ? [
          `${sayList(begun.map(({ name }) => name))} were left half done together: they are brought to their end side by side.`,
        ]
      : [];
  if (!rollsInGroups(spec)) return left;
  const groups = groupsOf(roll);
  const largest = groups.toSorted((one, other) => other.length - one.length)[0] ?? [];
  return [
    ...left,
    largest.length > 1
      ? `Up to ${largest.length} nodes are down at once (${sayList(largest.map(({ name }) => name))}): every range keeps the replicas that ${consistency} needs, by the replica sets as they are now, judged again just before every stop. The others carry their load and gather their hints; one that dies meanwhile may break a range that a single restart would not.`
      : `No two nodes may be down together at ${consistency}: they are taken one at a time.`,
    `Requests above ${consistency}${consistency.endsWith('ONE') ? ', and lightweight transactions,' : ''} may fail while a group is down.`,
    ...(centers?.inParallel
      ? [
          'Data centers go side by side: from the first group on none is whole on the old release to fall back on.',
        ]
      : []),
    ...whyNotTogether(roll, groups),
  ];
}

/** Where a rack was cut, and by what. */
function whyNotTogether(roll: Roll, groups: readonly (readonly PlannedNode[])[]): string[] {
  const proof = proofOf(roll);
  const reasons = groups.flatMap((group, index) => {
    const [first] = group;
    const next = groups
      .slice(index + 1)
      .flat()
      .find((node) => first && isNeighbour(roll, first, node));
    if (first === undefined || next === undefined) return [];
    const [why] = proof.against([...group.map(({ node }) => node), next.node]);
    return why === undefined
      ? []
      : [`${next.name} not together with ${sayList(group.map(({ name }) => name))}: ${why}.`];
  });
  const more = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons),
    ...(more > 0 ? [`And ${more} more that can't go together.`] : []),
  ];
}

function isNeighbour({ spec }: Roll, one: PlannedNode, other: PlannedNode): boolean {
  if (one.dataCenter !== other.dataCenter) return spec.strategy.dataCenters?.inParallel === true;
  return spec.strategy.atOnce === 'rack' && one.rack === other.rack;
}

function groupsOf(roll: Roll): PlannedNode[][] {
  const placeOf = (id: string) => roll.members.filter(({ node }) => node === id);
  return rollPhases(roll)
    .filter(({ name }) => name !== 'canary')
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      if (step.kind === 'upgradeNode') return [placeOf(step.node)];
      return step.kind === 'upgradeGroup' ? [step.nodes.flatMap(placeOf)] : [];
    });
}

function dataCenters({ spec, kept, fresh }: Roll): string[] {
  const { canary, dataCenters: centers } = spec.strategy;
  const fallback = centers?.fallback;
  return [
    ...(canary.dataCenter === undefined
      ? []
      : [
          `${canary.dataCenter} goes ahead as a whole, and is watched for ${canary.soak}${canary.approval ? ' and approved' : ''} before the others follow: until then its clients are the only ones on the new release.`,
        ]),
    ...(kept.length > 0
      ? [
          `${fallback?.name} stays on ${[...new Set(kept.map(({ release }) => release))].join(' and ')} (strategy.dataCenters.fallback): the cluster stays of two releases, in which nothing may be repaired, bootstrapped, replaced or altered. Neither sstables are rewritten nor is anything repaired or initialized; give it follows: afterApproval soon and start again.`,
        ]
      : []),
    ...(fallback !== undefined && fresh.some(({ dataCenter }) => dataCenter === fallback.name)
      ? [
          `${fallback.name} stays on the old release until a person lets it follow: up to there clients can be sent to it. The longer two releases run, the longer nothing may be repaired, bootstrapped, replaced or altered.`,
        ]
      : []),
  ];
}

function windows({ spec }: Roll): string[] {
  const { windows: given } = spec.strategy;
  if (given === undefined) return [];
  return [
    `Nothing new is begun outside of ${given.map(sayWindow).join(' and ')}; what was begun is finished. Between two windows the cluster stands between two releases, in which nothing may be repaired, bootstrapped, replaced or altered.`,
  ];
}
