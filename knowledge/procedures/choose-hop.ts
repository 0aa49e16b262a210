/** Which hop of a chain is next, read from what the nodes run and what lies on their disks: nothing has to remember it. */
import { compareReleases } from '../cassandra/release-line.ts';
import { releaseOfFolder } from '../cassandra/release-of-folder.ts';
import type { StorageMode } from '../cassandra/releases.ts';
import { modeAfterHop } from '../cassandra/storage-mode.ts';
import { wayBack } from '../cassandra/way-back.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { HopAhead, PlanHop } from '../plan.ts';
import { stopsOf } from '../spec/spec-of-hop.ts';
import type { Spec } from '../spec/spec.ts';
import type { Release } from '../topology.ts';
import { isUnsettled } from '../unsettled.ts';
import { leftoversOf } from './leftovers.ts';
import { plannedNode } from './planned-node.ts';

export interface ChosenHop {
  /** From 1. */
  readonly number: number;
  readonly to: Release;
}

interface Standing {
  readonly release: Release;
  readonly seen: NodeObservation;
}

/**
 * The hop to the first stop that some node has not reached, or has not wholly reached: a hop is whole when every node runs
 * its release and serves, and no sstable is left that is older than what it writes. Null: the file names no stops.
 * @throws RingliftError PreconditionChanged when a node did not tell its release
 */
export function chooseHop(spec: Spec, inventory: Inventory): ChosenHop | null {
  if ((spec.via ?? []).length === 0) return null;
  const stops = stopsOf(spec);
  const nodes = inventory.nodes.map((seen): Standing => ({
    release: reachedBy(seen, plannedNode(spec, inventory, seen).release, inventory),
    seen,
  }));
  const index = stops.findIndex((stop) => !isBehind(stop, nodes, inventory));
  const number = index < 0 ? stops.length : index + 1;
  return { number, to: stops[number - 1] ?? spec.target };
}

/** A node that was left half done may have been switched before it was ever started: what is installed tells. */
function reachedBy(seen: NodeObservation, release: Release, { inHand = [] }: Inventory): Release {
  const installed = releaseOfFolder(seen.host?.releaseInUse ?? '');
  if (!inHand.includes(seen.node) || installed === null) return release;
  return (compareReleases(installed, release) ?? 0) > 0 ? installed : release;
}

/** A node beyond it was carried there from a whole hop. */
function isBehind(stop: Release, nodes: readonly Standing[], inventory: Inventory): boolean {
  const orders = nodes.map(({ release }) => compareReleases(release, stop));
  if (orders.length === 0 || orders.some((order) => order === null || order < 0)) return false;
  // The hop out of DSE is not over while a node of it was not compared with what it was.
  if (nodes.some(({ seen }, index) => isUnsettled(seen) && orders[index] === 0)) return false;
  if (orders.some((order) => order !== null && order > 0)) return true;
  return nodes.every(({ release, seen }) => isWhole(release, seen, inventory));
}

function isWhole(release: Release, seen: NodeObservation, inventory: Inventory): boolean {
  const isInHand = inventory.inHand?.includes(seen.node) ?? false;
  const left = leftoversOf(inventory, seen, release);
  const serves = seen.running === true && seen.cql?.answers === true;
  return serves && !isInHand && left !== null && Object.keys(left).length === 0;
}

/** What a plan tells of its place in the chain, and of the hops after it. @param mode that this hop runs in */
export function planHop(spec: Spec, { number, to }: ChosenHop, mode: StorageMode | null): PlanHop {
  const stops = stopsOf(spec);
  return { number, of: stops.length, ahead: foresee(to, mode, stops.slice(number)) };
}

function foresee(from: Release, ran: StorageMode | null, stops: readonly Release[]): HopAhead[] {
  const [to, ...rest] = stops;
  if (to === undefined) return [];
  const storageMode = modeAfterHop(from, to, ran);
  const ahead = { from, to, storageMode, wayBack: wayBack(from, to, storageMode) };
  return [ahead, ...foresee(to, storageMode, rest)];
}
