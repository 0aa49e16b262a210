import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId } from '../topology.ts';
import { placeOf } from './place-of.ts';
import { seenByOthers } from './seen-by-others.ts';

/** @throws RingliftError PreconditionChanged when nobody tells its place or its release */
export function plannedNode(spec: Spec, inventory: Inventory, seen: NodeObservation): PlannedNode {
  const others = seenByOthers(spec, inventory, seen.node);
  const isInRing = seen.ring?.nodes.some(({ address }) => address === seen.node) ?? false;
  const place = !isInRing && others.place ? others.place : placeOf(spec, seen);
  const release =
    seen.version?.release ??
    seen.gossip?.endpoints.find((each) => each.address === seen.node)?.release ??
    others.release;
  if (!release) {
    throw new RingliftError('PreconditionChanged', {
      where: place.name,
      what: 'it did not tell which release it runs',
      expected: 'an answer of nodetool version, or its release in gossip',
      found: seen.problems.map(({ asked, problem }) => `${asked}: ${problem}`).join('; ') || 'silence',
      next: 'Bring the node up or make nodetool work on it, then plan again.',
    });
  }
  const own = seen.ring?.nodes.find((member) => member.address === seen.node);
  return { ...place, release, tokenCount: own?.tokenCount ?? others.tokenCount };
}

/** A node that is not asked: what the others see of it. */
export function plannedDown(spec: Spec, inventory: Inventory, node: NodeId): PlannedNode {
  const { place, release, tokenCount } = seenByOthers(spec, inventory, node);
  if (place) return { ...place, release: release ?? 'unknown', tokenCount };
  throw new RingliftError('PreconditionChanged', {
    where: node,
    what: 'no node told the place of this one, which is named in strategy.downNodes',
    expected: 'a row of it in nodetool status of another node',
    found: 'none',
    next: 'Make nodetool work on another node, then plan again.',
  });
}
