import type { NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayList } from './say.ts';

/** What one node says against another. */
export interface Sighting extends Objection {
  readonly viewer: NodeObservation;
}

/** One line for each fact, with who sees it so: a thousand nodes that see one node down are one line. */
export function together(sightings: readonly Sighting[]): Objection[] {
  const byFact = new Map<string, { remedy: string; viewers: string[] }>();
  for (const { found, remedy, viewer } of sightings) {
    const fact = byFact.get(found) ?? { remedy, viewers: [] };
    fact.viewers.push(viewer.name);
    byFact.set(found, fact);
  }
  return [...byFact].map(([found, { remedy, viewers }]) => ({
    found: `${found} in the eyes of ${sayList(viewers)}`,
    remedy,
  }));
}

/** What of a node's place differs from its planned one; null: nothing. */
export function placeDifference(
  place: Pick<PlannedNode, 'dataCenter' | 'rack'>,
  found: { readonly dataCenter: string | null; readonly rack: string | null },
): string | null {
  const differences = [
    found.dataCenter !== place.dataCenter &&
      `data center ${found.dataCenter ?? 'untold'}, planned ${place.dataCenter}`,
    found.rack !== place.rack && `rack ${found.rack ?? 'untold'}, planned ${place.rack}`,
  ].filter((difference) => difference !== false);
  return differences.length === 0 ? null : differences.join('; ');
}

/** Sightings of every viewer about every member that it must know, but for those left out. */
export function sightingsOf<Known extends { readonly node: NodeId }, Row>(
  viewers: readonly NodeObservation[],
  members: readonly Known[],
  except: readonly NodeId[],
  rowsOf: (viewer: NodeObservation) => ReadonlyMap<NodeId, Row>,
  objectTo: (place: Known, row: Row | undefined, viewer: NodeObservation) => Objection | null,
): Sighting[] {
  const judged = members.filter(({ node }) => !except.includes(node));
  return viewers.flatMap((viewer) => {
    const rows = rowsOf(viewer);
    return judged.flatMap((place): Sighting[] => {
      const objection = objectTo(place, rows.get(place.node), viewer);
      return objection ? [{ ...objection, viewer }] : [];
    });
  });
}
