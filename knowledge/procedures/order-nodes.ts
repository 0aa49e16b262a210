import type { NodePlace } from '../topology.ts';
import type { Spec } from '../spec/spec.ts';

/**
 * The order of the roll: the canary, then the nodes that the file names in its order, then the rest by data center and
 * rack, seeds last in their rack. Without a canary in the file: the first non-seed node of the first data center
 * (seed 001), or the first node where all are seeds. Data centers come in the file's order, then by name; one that goes
 * ahead is the first, one to fall back on the last (seed 003), whatever order of nodes the file names.
 */
export function orderNodes<Place extends NodePlace>(
  nodes: readonly Place[],
  strategy: Spec['strategy'],
): Place[] {
  const byPlace = nodes.toSorted(
    (one, other) => rankOf(strategy, one) - rankOf(strategy, other) || comparePlaces(one, other),
  );
  const wanted = (strategy.order ?? []).map((name) => byPlace.find((node) => isNamed(node, name)));
  // Once, though its name and its address may both be there.
  const named = [...new Set(wanted.filter((node) => node !== undefined))];
  const free = [...named, ...byPlace.filter((node) => !named.includes(node))];
  const ordered = free.toSorted((one, other) => ends(strategy, one) - ends(strategy, other));
  // The first of those that go ahead of the others, where the file says so; never one to fall back on.
  const foremost = Math.min(...byPlace.map((node) => ends(strategy, node)));
  const ahead = byPlace.filter((node) => ends(strategy, node) === foremost);
  const canary =
    byPlace.find((node) => strategy.canary.node !== undefined && isNamed(node, strategy.canary.node)) ??
    (strategy.order?.length ? ordered[0] : ahead.find((node) => !node.isSeed)) ??
    ordered[0];
  return canary ? [canary, ...ordered.filter((node) => node !== canary)] : [];
}

/** Where a data center stands in the file's order of them. */
function rankOf({ canary, dataCenters }: Spec['strategy'], { dataCenter }: NodePlace): number {
  const order = dataCenters?.order ?? [];
  if (dataCenter === canary.dataCenter) return -1;
  const rank = order.indexOf(dataCenter);
  return rank < 0 ? order.length : rank;
}

/** Ahead of all, in between, or behind all. */
function ends({ canary, dataCenters }: Spec['strategy'], { dataCenter }: NodePlace): number {
  if (dataCenter === canary.dataCenter) return -1;
  return dataCenter === dataCenters?.fallback?.name ? 1 : 0;
}

/** A node may be named by its address in gossip or by its name. */
export function isNamed(node: NodePlace, name: string): boolean {
  return node.node === name || node.name === name;
}

/** By data center and rack, seeds last in their rack. */
export function comparePlaces(one: NodePlace, other: NodePlace): number {
  return (
    compareNaturally(one.dataCenter, other.dataCenter) ||
    compareNaturally(one.rack, other.rack) ||
    Number(one.isSeed) - Number(other.isSeed) ||
    compareNaturally(one.node, other.node)
  );
}

/** rack2 before rack10, 10.0.0.9 before 10.0.0.10; independent of the machine's locale. */
function compareNaturally(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
