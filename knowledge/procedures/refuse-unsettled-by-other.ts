import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { PlannedNode } from '../plan.ts';
import { isUnsettled } from '../unsettled.ts';

/** Only the upgrade that led a node out of DSE kept what it owned there. @throws RingliftError PreconditionChanged */
export function refuseUnsettledByOther(
  tag: string,
  nodes: readonly PlannedNode[],
  { nodes: looked }: Inventory,
): void {
  const others = looked.filter((seen) => isUnsettled(seen) && seen.host?.unsettled !== tag);
  if (others.length === 0) return;
  const nameOf = (node: string) => nodes.find((each) => each.node === node)?.name ?? node;
  throw new RingliftError('PreconditionChanged', {
    where: others.map(({ node }) => nameOf(node)).join(', '),
    what: 'it left DSE by another upgrade, and was not compared yet with what it owned there',
    expected: `an upgrade of the tag ${tag}, or none`,
    found: [...new Set(others.map(({ host }) => host?.unsettled))].join(', '),
    next: 'Start the upgrade to that release again by its file, which compares it and goes on; or go back by ringlift rollback with that file.',
  });
}
