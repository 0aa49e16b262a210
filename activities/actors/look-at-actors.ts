import { type ActorView, type HostActor, nodesOfActor } from '../../knowledge/actors.ts';
import { RingliftError, dispositionOf } from '../../knowledge/errors.ts';
import { actorsPaused } from '../../knowledge/gates/actors-paused.ts';
import type { Actor } from '../../knowledge/spec/spec.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { plannedSettings } from '../observe/host-of.ts';
import { lookAtHostActor, whatOf } from './host-actor.ts';
import { lookAtReaper } from './reaper.ts';

/** One look at everything of every actor. What can not be looked at just now is unknown. */
export async function lookAtActors(context: ActivityContext, task: ClusterTask): Promise<ActorView[]> {
  const views = await Promise.all(task.spec.actors.map((actor) => lookAtActor(context, task, actor)));
  return views.flat();
}

async function lookAtActor(context: ActivityContext, task: ClusterTask, actor: Actor): Promise<ActorView[]> {
  if (actor.kind === 'reaper') {
    return orUnknown({ actor: actor.name, node: null, what: actor.url }, () =>
      lookAtReaper(actor, task.plan.cluster, context.signal),
    );
  }
  const views = await Promise.all(
    nodesOfActor(actor, task.plan).map(({ node }) => lookOnNode(context, task, actor, node)),
  );
  return views.flat();
}

function lookOnNode(context: ActivityContext, task: ClusterTask, actor: HostActor, node: string) {
  return orUnknown({ actor: actor.name, node, what: whatOf(actor) }, async () => {
    const host = await context.hosts.get(plannedSettings(task, node));
    return [await lookAtHostActor(context, host, actor)];
  });
}

async function orUnknown(
  place: Pick<ActorView, 'actor' | 'node' | 'what'>,
  look: () => Promise<ActorView[]>,
): Promise<ActorView[]> {
  try {
    return await look();
  } catch (error) {
    // What nobody can mend by waiting is told at once, not hidden in a gate that stays shut.
    if (!(error instanceof RingliftError) || dispositionOf[error.name] === 'stop') throw error;
    return [{ ...place, state: 'unknown', detail: error.message }];
  }
}

/** The gate, with the names that people know. */
export function judgeActors({ spec, plan }: ClusterTask, views: readonly ActorView[]): Verdict {
  const nameOf = (node: string) => plan.nodes.find((each) => each.node === node)?.name ?? node;
  return actorsPaused({ actors: spec.actors, views, nameOf });
}
