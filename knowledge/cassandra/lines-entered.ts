import type { Inventory } from '../inventory.ts';
import type { Plan } from '../plan.ts';
import type { Release } from '../topology.ts';
import { isBefore, lineOf, releaseLines } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

/**
 * Lines that some node has still to enter on the way to the last stop of its chain, oldest first: what each of them no
 * longer takes is better known before the first hop than between two.
 */
export function linesEntered(
  { nodes }: Pick<Inventory, 'nodes'>,
  target: Release,
  hop?: Pick<NonNullable<Plan['hop']>, 'ahead'>,
): ReleaseLine[] {
  const last = lineOf(hop?.ahead.at(-1)?.to ?? target);
  const left = nodes.flatMap(({ version }) =>
    version?.dse == null && version ? (lineOf(version.release) ?? []) : [],
  );
  if (last === null) return [];
  return releaseLines.filter((line) => !isBefore(last, line) && left.some((from) => isBefore(from, line)));
}
