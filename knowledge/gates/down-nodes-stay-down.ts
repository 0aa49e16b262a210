import type { NodeObservation } from '../observation.ts';
import type { Plan, PlannedNode } from '../plan.ts';
import { downNodesOf } from '../spec/down-nodes.ts';
import type { Verdict } from '../verdict.ts';
import type { DoorInput } from './door-input.ts';
import { lookedAtStanding } from './door-input.ts';
import { notDownObjections } from './down-in-all-eyes.ts';
import type { NodeGateInput, PreflightInput } from './gate-input.ts';
import { type Objection, judge } from './judge.ts';
import { looked } from './looked.ts';
import { othersOf } from './others-of.ts';
import { count, sayList, sayNode } from './say.ts';

const gate = 'downNodesStayDown';
const standsFor = ['S4-8', 'S4-11'];

/**
 * Every node that the file allows to be down is a member and is down in every eye. Not judged where none is named.
 *
 * @source seed 004, "Down nodes during phase 1"
 */
export function downNodesAsNamed({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['ring']);
  return verdict(
    nodes,
    unknown,
    downNodesOf(spec).map((node) => ({ node, name: nameIn(spec, node) })),
  );
}

/** Around a node's change: none of them has come back meanwhile. */
export function downNodesStayDown(input: NodeGateInput): Verdict {
  const { nodes, unknown, alone } = othersOf(input, ['ring']);
  // A node alone has nobody else's eyes.
  const eyes = alone.length > 0 ? input.observations.filter(({ node }) => node === input.node) : nodes;
  return verdict(eyes, unknown, downPlaces(input.plan));
}

/** Before `cms initialize`, which ignores them. */
export function downNodesDownAtTheDoor(input: DoorInput): Verdict {
  const { nodes, unknown } = lookedAtStanding(input, ['ring']);
  return verdict(nodes, unknown, downPlaces(input.plan));
}

/** Places of the nodes that the plan leaves down. */
export function downPlaces({ nodes, down = [] }: Pick<Plan, 'nodes' | 'down'>): PlannedNode[] {
  return nodes.filter(({ node }) => down.includes(node));
}

function verdict(
  viewers: readonly NodeObservation[],
  unknown: readonly Objection[],
  down: readonly Pick<PlannedNode, 'node' | 'name'>[],
): Verdict {
  return judge(gate, {
    seen:
      viewers.length === 0
        ? []
        : [
            `down for ever by the file: ${sayList(down.map(sayNode))}, looked for by ${count(viewers.length, 'node')}`,
          ],
    against: [...unknown, ...notDownObjections(viewers, down)],
    standsFor,
  });
}

function nameIn({ nodes }: PreflightInput['spec'], node: string): string {
  return nodes.find((entry) => (entry.broadcastAddress ?? entry.address) === node)?.name ?? node;
}
