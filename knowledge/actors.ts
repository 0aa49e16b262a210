/** Others who work on a cluster, as the file names them: what is looked at, on which nodes, and how people call it. */
import { isNamed } from './procedures/order-nodes.ts';
import type { Plan, PlannedNode } from './plan.ts';
import type { Actor } from './spec/spec.ts';
import type { NodeId } from './topology.ts';

/** One thing of an actor that works or is paused: a schedule, a timer, lines of a crontab. */
export interface ActorView {
  /** Its actor's name in the file. */
  readonly actor: string;
  readonly node: NodeId | null;
  /** What it is, in the actor's own words, and for ever the same: `schedule 4a…`, `backup.timer`. */
  readonly what: string;
  readonly state: 'atWork' | 'paused' | 'unknown';
  /** What was seen, or why nothing was. */
  readonly detail: string;
}

/** An actor that lives on the nodes, not beside them. */
export type HostActor = Exclude<Actor, { kind: 'reaper' }>;

/** The nodes that an actor is on, but for those that are down for ever. */
export function nodesOfActor(
  { nodes: named }: HostActor,
  { nodes, down = [] }: Pick<Plan, 'nodes' | 'down'>,
): PlannedNode[] {
  return nodes.filter(
    (place) =>
      !down.includes(place.node) && (named === undefined || named.some((name) => isNamed(place, name))),
  );
}

/** Names that the actors' `nodes` give and that no node has. */
export function strangersOfActors(
  actors: readonly Actor[],
  nodes: readonly PlannedNode[],
): { readonly actor: string; readonly name: string }[] {
  return actors.flatMap((actor) => {
    const named = actor.kind === 'reaper' ? [] : (actor.nodes ?? []);
    return named
      .filter((name) => !nodes.some((place) => isNamed(place, name)))
      .map((name) => ({ actor: actor.name, name }));
  });
}

/** One line for the plan. */
export function sayActor(actor: Actor): string {
  const where =
    actor.kind === 'reaper' ? '' : ` on ${actor.nodes === undefined ? 'every node' : actor.nodes.join(', ')}`;
  switch (actor.kind) {
    case 'reaper':
      return `${actor.name}: Reaper at ${actor.url}, its repair schedules and runs of this cluster`;
    case 'cron':
      return `${actor.name}: lines of ${actor.file} that hold "${actor.line}"${where}`;
    case 'systemdTimer':
      return `${actor.name}: ${actor.unit}${where}`;
    case 'commands':
      return `${actor.name}: ${actor.pause.join(' ')}${where}`;
  }
}
