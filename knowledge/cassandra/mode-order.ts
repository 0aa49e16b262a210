/** Storage modes in the order in which a cluster goes through them. */
import type { Release } from '../topology.ts';
import { lineOf } from './release-line.ts';
import { sameRelease } from './release-name.ts';
import { type StorageMode, factsOf, storageModes } from './releases.ts';

/** Null, not known, has reached nothing. */
export function hasReached(mode: StorageMode | null, wanted: StorageMode): boolean {
  return mode !== null && storageModes.indexOf(mode) >= storageModes.indexOf(wanted);
}

/**
 * The mode that a cluster counts as running in while its nodes are brought to a later one by restarts that an earlier run
 * began: the earliest that any of them has. Null: they may not differ.
 * @param wanted the mode that the file names; undefined: none
 */
export function modeOnTheWay(
  target: Release,
  wanted: StorageMode | undefined,
  nodes: readonly { readonly release: Release; readonly value: StorageMode | null }[],
): StorageMode | null {
  const line = lineOf(target);
  const isOnTarget = nodes.every(({ release }) => sameRelease(release, target));
  if (wanted === undefined || !isOnTarget || line === null || factsOf[line].modeWhenAbsent === null)
    return null;
  return storageModes.find((mode) => nodes.some(({ value }) => value === mode)) ?? null;
}
