import { sameRelease } from '../cassandra/release-name.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { PlannedNode } from '../plan.ts';
import type { Spec } from '../spec/spec.ts';
import { isNamed } from './order-nodes.ts';

/**
 * A data center with a slip in its name must not be passed over by silence.
 * @throws RingliftError InvalidSpec
 */
export function refuseUnknownCenters({ strategy }: Spec, members: readonly PlannedNode[]): void {
  const { canary, dataCenters } = strategy;
  const given = [canary.dataCenter ?? [], dataCenters?.order ?? [], dataCenters?.fallback?.name ?? []].flat();
  const known = [...new Set(members.map(({ dataCenter }) => dataCenter))];
  const unknown = given.filter((name) => !known.includes(name));
  const fallback = dataCenters?.fallback?.name;
  const early = members.find((node) => canary.node !== undefined && isNamed(node, canary.node));
  const isTorn = early !== undefined && early.dataCenter === (fallback ?? null);
  const isAside =
    canary.dataCenter !== undefined && early !== undefined && early.dataCenter !== canary.dataCenter;
  const isAll = known.length === 1 && fallback === known[0];
  if (unknown.length === 0 && !isTorn && !isAside && !isAll) return;
  throw new RingliftError('InvalidSpec', {
    where: 'strategy',
    what:
      unknown.length > 0
        ? 'it names data centers that are not in the ring'
        : isAll
          ? 'the data center to fall back on is the only one'
          : `the canary ${early?.name} is not of the data center that goes ahead, or of the one to fall back on`,
    expected: `data centers of the ring: ${known.join(', ')}${early ? `; ${early.name} is in ${early.dataCenter}` : ''}`,
    found: [...new Set(given)].join(', '),
    next: 'Correct strategy.canary or strategy.dataCenters in the file, then plan again.',
  });
}

/** Nodes that the file leaves on the old release; one that runs the target already, or was begun, is carried to its end. */
export function keptOf(
  { strategy, target }: Spec,
  { inHand = [] }: Inventory,
  nodes: readonly PlannedNode[],
): PlannedNode[] {
  const { fallback } = strategy.dataCenters ?? {};
  if (fallback?.follows !== 'never') return [];
  return nodes.filter(
    ({ node, dataCenter, release }) =>
      dataCenter === fallback.name && !inHand.includes(node) && !sameRelease(release, target),
  );
}
