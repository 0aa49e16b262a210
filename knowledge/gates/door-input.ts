import type { CmsInitiator } from '../nodetool/cms-initiator.ts';
import type { Inventory } from '../inventory.ts';
import type { NodeObservation } from '../observation.ts';
import type { Plan, PlannedNode } from '../plan.ts';
import type { Spec } from '../spec/spec.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import type { ViewName } from './looked.ts';

/** What the gates before `cms initialize` judge: one look at every node, beside the plan and what it was made from. */
export interface DoorInput {
  readonly spec: Pick<Spec, 'cms'>;
  readonly plan: Pick<Plan, 'cluster' | 'to' | 'nodes' | 'storageMode' | 'tag' | 'down'>;
  readonly inventory: Inventory;
  /** Digest of the user schema when the plan was made; null: it was not known. */
  readonly schemaDigestAtStart: string | null;
  /** Nodes that people decided to leave behind, those of the plan's `down` among them: ignored by `cms initialize`. */
  readonly approvedSkips: readonly NodeId[];
  /** Who began the initialization that a node says is under way; null: it does not tell. Absent: not asked. */
  readonly initiators?: Readonly<Record<NodeId, CmsInitiator | null>>;
  /** Whether each node still holds a whole snapshot under the plan's tag. */
  readonly snapshotsPresent: Readonly<Record<NodeId, boolean>>;
}

/** Nodes of the plan that are to go through the door. */
export function standingOf({ plan, approvedSkips }: DoorInput): PlannedNode[] {
  return plan.nodes.filter(({ node }) => !approvedSkips.includes(node));
}

/** What was seen of them, and what is not known. */
export function lookedAtStanding(
  input: DoorInput,
  needs: readonly ViewName[],
): { readonly nodes: readonly NodeObservation[]; readonly unknown: readonly Objection[] } {
  return looked(input.inventory.nodes, needs, standingOf(input));
}
