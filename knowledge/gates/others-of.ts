import type { NodeObservation } from '../observation.ts';
import type { Plan, PlannedNode } from '../plan.ts';
import type { NodeId } from '../topology.ts';
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
 * All nodes of the plan but the one about to change: it may be half done, and must not block its own resumption; and
 * but those that the file allows to be down, and those of its group. What is not known of any other one keeps the gate
 * shut.
 */
export function othersOf(
  { plan, node, beside, observations }: NodeGateInput,
  needs: readonly ViewName[],
): Others {
  const places = standing(plan, beside).filter((place) => place.node !== node);
  const isPlanned = plan.nodes.some((place) => place.node === node);
  const { nodes, unknown } = looked(observations, needs, places);
  return {
    places,
    nodes,
    unknown: isPlanned ? unknown : [...unknown, unplanned(node)],
    alone: isPlanned && places.length === 0 ? [`${node} is the only node of the cluster`] : [],
  };
}

/** All nodes of the plan that are up, the changed one included and without its group. */
export function allOf(
  { plan, node, beside, observations }: NodeGateInput,
  needs: readonly ViewName[],
): Pick<Others, 'nodes' | 'unknown'> {
  const { nodes, unknown } = looked(observations, needs, standing(plan, beside));
  const isPlanned = plan.nodes.some((place) => place.node === node);
  return { nodes, unknown: isPlanned ? unknown : [...unknown, unplanned(node)] };
}

/** Whose state a gate does not judge before a change: the node about to change, its group, and those that stay down. */
export function notJudged(input: Pick<NodeGateInput, 'plan' | 'node' | 'beside'>): NodeId[] {
  return [input.node, ...awayFrom(input)];
}

/** Whose state no gate judges: those that stay down, and the group of the changed node. */
export function awayFrom({ plan, beside = [] }: Pick<NodeGateInput, 'plan' | 'beside'>): NodeId[] {
  return [...(plan.down ?? []), ...beside];
}

function standing(
  { nodes, down = [] }: Pick<Plan, 'nodes' | 'down'>,
  beside: readonly NodeId[] = [],
): PlannedNode[] {
  return nodes.filter(({ node }) => !down.includes(node) && !beside.includes(node));
}

function unplanned(node: string): Objection {
  return {
    found: `${node} is no node of the plan`,
    remedy: `Look at the cluster and plan again: ${node} was not there when this plan was made.`,
  };
}
