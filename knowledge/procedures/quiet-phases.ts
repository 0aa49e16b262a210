import { sayActor, strangersOfActors } from '../actors.ts';
import { RingliftError } from '../errors.ts';
import type { Phase, PlannedNode } from '../plan.ts';
import type { Actor } from '../spec/spec.ts';

export interface QuietPhases {
  readonly quiet: readonly Phase[];
  readonly unquiet: readonly Phase[];
}

/**
 * Others who work on the cluster are paused before the first change, and put back at the end however it ends. Without
 * any there is nothing to do.
 * @throws RingliftError InvalidSpec when an actor names a node that is none
 */
export function quietPhases(actors: readonly Actor[], nodes: readonly PlannedNode[]): QuietPhases {
  if (actors.length === 0) return { quiet: [], unquiet: [] };
  const strangers = strangersOfActors(actors, nodes);
  if (strangers.length > 0) {
    throw new RingliftError('InvalidSpec', {
      where: 'actors',
      what: 'they name nodes that are not in the ring',
      expected: `names or addresses of its ${nodes.length} nodes, such as ${nodes[0]?.name} or ${nodes[0]?.node}`,
      found: strangers.map(({ actor, name }) => `${name} (${actor})`).join(', '),
      next: 'Correct actors[].nodes in the file, then plan again.',
    });
  }
  const said = actors.map(sayActor);
  return {
    quiet: [{ name: 'quiet', steps: [{ kind: 'pauseActors', actors: said }] }],
    unquiet: [{ name: 'unquiet', closing: true, steps: [{ kind: 'resumeActors', actors: said }] }],
  };
}
