import type { NodeObservation } from '../observation.ts';
import type { PlannedNode } from '../plan.ts';
import type { NodeGateInput } from './gate-input.ts';
import type { Objection } from './judge.ts';
import { looked } from './looked.ts';
import type { ViewName } from './looked.ts';

export interface Others {
  readonly places: readonly PlannedNode[];
  readonly nodes: readonly NodeObservation[];
  readonly unknown: readonly Objection[];
  /** Evidence of its own where there are no others. */
  readonly alone: readonly string[];
}

/**
 * All nodes of the plan but the one about to change: it may be half done, and must not block its own resumption. What
 * is not known of any other one keeps the gate shut.
 */
export function othersOf({ plan, node, observations }: NodeGateInput, needs: readonly ViewName[]): Others {
  const places = plan.nodes.filter((place) => place.node !== node);
  const isPlanned = places.length < plan.nodes.length;
  const { nodes, unknown } = looked(observations, needs, places);
  return {
    places,
    nodes,
    unknown: isPlanned ? unknown : [...unknown, unplanned(node)],
    alone: isPlanned && places.length === 0 ? [`${node} is the only node of the cluster`] : [],
  };
}

/** All nodes of the plan, the changed one included. */
export function allOf(
  { plan, node, observations }: NodeGateInput,
  needs: readonly ViewName[],
): Pick<Others, 'nodes' | 'unknown'> {
  const { nodes, unknown } = looked(observations, needs, plan.nodes);
  const isPlanned = plan.nodes.some((place) => place.node === node);
  return { nodes, unknown: isPlanned ? unknown : [...unknown, unplanned(node)] };
}

function unplanned(node: string): Objection {
  return {
    found: `${node} is no node of the plan`,
    remedy: `Look at the cluster and plan again: ${node} was not there when this plan was made.`,
  };
}
