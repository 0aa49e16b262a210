/** The phases in which nodes are carried over: who goes ahead, who goes together, who is last. */
import { mayLogIn } from '../gates/logins.ts';
import type { Inventory } from '../inventory.ts';
import type { Phase, PlannedNode, Step } from '../plan.ts';
import type { ConsistencyLevel } from '../replicas/consistency-level.ts';
import { type GroupProof, groupProof } from '../replicas/group-proof.ts';
import type { Spec } from '../spec/spec.ts';
import { formGroups } from './form-groups.ts';

/** Where the file names no level, such as for two nodes that another file's run left half done. */
export const defaultLevel: ConsistencyLevel = 'LOCAL_QUORUM';
const defaultMost = 10;

export interface Roll {
  readonly spec: Spec;
  readonly inventory: Inventory;
  /** All members, those that are down too. */
  readonly members: readonly PlannedNode[];
  /** Half done by an earlier run: none of them serves, or it is not known as what. */
  readonly begun: readonly PlannedNode[];
  /** Not begun, in order. */
  readonly fresh: readonly PlannedNode[];
  /** Left on the old release by the file. */
  readonly kept: readonly PlannedNode[];
  /** No node is on the target yet. */
  readonly isFirst: boolean;
}

/** What was left half done, in its phase: together where it is more than one, since each waits for the others to serve. */
export function inHandPhase(roll: Roll): Phase {
  const { begun, spec, isFirst } = roll;
  const [first] = begun;
  if (begun.length < 2 || first === undefined) return { name: 'inHand', steps: inTurn(spec, begun, isFirst) };
  const level = spec.strategy.consistency ?? defaultLevel;
  return {
    name: 'inHand',
    steps: [
      { kind: 'upgradeGroup', nodes: begun.map(({ node }) => node), level },
      ...(isFirst ? watched(spec, first, 'node') : []),
    ],
  };
}

/** The canary, its data center, the roll, the data center to fall back on; those without a step are left out later. */
export function rollPhases(roll: Roll): Phase[] {
  const { spec, begun, fresh, isFirst } = roll;
  const { canary, dataCenters } = spec.strategy;
  // With a node done or begun already there has been a canary.
  const needsCanary = isFirst && begun.length === 0;
  const rest = needsCanary ? fresh.slice(1) : fresh;
  const fallback = dataCenters?.fallback?.name;
  const ahead = rest.filter(({ dataCenter }) => dataCenter === canary.dataCenter);
  const last = rest.filter(({ dataCenter }) => dataCenter === fallback);
  const others = rest.filter((node) => !ahead.includes(node) && !last.includes(node));
  const isGrouped = rollsInGroups(spec);
  return [
    { name: 'canary', steps: needsCanary ? inTurn(spec, fresh.slice(0, 1), true) : [] },
    { name: 'canaryCenter', steps: centerAhead(roll, ahead) },
    { name: isGrouped ? 'rollInGroups' : 'roll', steps: stepsFor(roll, others) },
    {
      name: 'fallback',
      steps: last.length > 0 ? [{ kind: 'awaitApproval', door: 'fallback' }, ...stepsFor(roll, last)] : [],
    },
  ];
}

export function rollsInGroups({ strategy }: Spec): boolean {
  return strategy.atOnce === 'rack' || strategy.dataCenters?.inParallel === true;
}

/** What may be down together, by what was seen when the plan was made. */
export function proofOf({
  spec,
  inventory,
  members,
}: Pick<Roll, 'spec' | 'inventory' | 'members'>): GroupProof {
  return groupProof({
    places: members,
    keyspaces: inventory.keyspaces,
    replicaSets: inventory.replicaSets,
    cmsMembers: inventory.cmsMembers === undefined ? [] : inventory.cmsMembers,
    down: inventory.down ?? [],
    level: spec.strategy.consistency ?? defaultLevel,
    logins: mayLogIn(inventory.nodes),
  });
}

/** Until a node outside of it was carried over, its watch and the approval are not known to have been. */
function centerAhead(roll: Roll, ahead: readonly PlannedNode[]): Step[] {
  const { spec, inventory, members, begun, fresh, kept } = roll;
  const { dataCenter: center } = spec.strategy.canary;
  if (center === undefined) return [];
  const pending = [...begun, ...fresh];
  const away = [...(inventory.down ?? []), ...kept.map(({ node }) => node)];
  const standing = members.filter(({ node }) => !away.includes(node));
  const outside = standing.filter(({ dataCenter }) => dataCenter !== center);
  const isPassed = outside.some((node) => !pending.includes(node)) || pending.length === 0;
  const watch = standing.find(({ dataCenter }) => dataCenter === center);
  return [...stepsFor(roll, ahead), ...(isPassed || !watch ? [] : watched(spec, watch, 'center'))];
}

function stepsFor(roll: Roll, turn: readonly PlannedNode[]): Step[] {
  const { spec } = roll;
  if (!rollsInGroups(spec)) return inTurn(spec, turn, false);
  const { atOnce, mostAtOnce = defaultMost, dataCenters, consistency: level = defaultLevel } = spec.strategy;
  const policy = {
    most: atOnce === 'rack' ? mostAtOnce : 1,
    inParallel: dataCenters?.inParallel === true,
  };
  return formGroups(turn, policy, proofOf(roll)).map((group): Step => {
    const [first, ...mates] = group;
    if (first === undefined || mates.length === 0) return { kind: 'upgradeNode', node: first?.node ?? '' };
    return { kind: 'upgradeGroup', nodes: group.map(({ node }) => node), level };
  });
}

/** One after the other; the first of a cluster is its canary, which is watched before the others follow. */
function inTurn(spec: Spec, turn: readonly PlannedNode[], isCanaryFirst: boolean): Step[] {
  return turn.flatMap((place, index): Step[] => [
    { kind: 'upgradeNode', node: place.node },
    ...(isCanaryFirst && index === 0 ? watched(spec, place, 'node') : []),
  ]);
}

/** Whoever goes ahead as a data center is approved as one: once. */
function watched(spec: Spec, { node }: PlannedNode, what: 'node' | 'center'): Step[] {
  const { soak, approval, dataCenter } = spec.strategy.canary;
  const asks = approval && (what === 'center' || dataCenter === undefined);
  return [
    { kind: 'soak', node, duration: soak },
    ...(asks ? [{ kind: 'awaitApproval', door: 'afterCanary' } as const] : []),
  ];
}
