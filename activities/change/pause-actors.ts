import { type HostActor, nodesOfActor } from '../../knowledge/actors.ts';
import { nothingRunning } from '../../knowledge/gates/nothing-running.ts';
import type { ActorFound, StepOutcome } from '../../knowledge/plan.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHostActor, whatOf } from '../actors/host-actor.ts';
import { keepFound, readFound, union } from '../actors/kept-found.ts';
import { judgeActors, lookAtActors } from '../actors/look-at-actors.ts';
import { lookAtReaper, pauseReaper } from '../actors/reaper.ts';
import type { ReaperActor } from '../actors/reaper-api.ts';
import { allPlannedSettings, plannedSettings } from '../observe/host-of.ts';
import { keepLooking } from '../observe/keep-looking.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import type { Wanted } from '../observe/look-at-node.ts';

const idle: Wanted = { views: ['version', 'net', 'compactions', 'threadPools', 'repairs'] };

/**
 * Pauses everything of every actor of the file that works now, proves it by another look, and waits until nothing of
 * theirs runs any more. What was found at work is kept on the nodes before it is paused, so that it is put back whoever
 * does it: what was paused before us stays so.
 * @throws RingliftError ActorNotPaused, GateShut
 */
export async function pauseActors(context: ActivityContext, task: ClusterTask): Promise<StepOutcome> {
  const found: ActorFound[] = [];
  for (const actor of task.spec.actors) {
    context.say(`pausing ${actor.name}`);
    found.push(
      ...(actor.kind === 'reaper'
        ? await pauseAtReaper(context, task, actor)
        : await pauseOnNodes(context, task, actor)),
    );
  }
  const { plan, spec } = task;
  const standing = allPlannedSettings(task).filter(({ node }) => !plan.inHand?.includes(node));
  const { verdicts } = await keepLooking(context, plan.cluster, spec.gates, async () => {
    const [views, nodes] = await Promise.all([
      lookAtActors(context, task),
      lookAtNodes(context, spec, standing, () => idle),
    ]);
    return { verdicts: [judgeActors(task, views), nothingRunning({ inventory: { nodes } })] };
  });
  return {
    outcome: found.length === 0 ? 'alreadyDone' : 'done',
    says: found.length === 0 ? 'all of them were paused already' : `paused: ${sayFound(found)}`,
    verdicts,
    actors: found,
  };
}

async function pauseAtReaper(
  context: ActivityContext,
  task: ClusterTask,
  actor: ReaperActor,
): Promise<ActorFound[]> {
  const views = await lookAtReaper(actor, task.plan.cluster, context.signal);
  const now = views
    .filter(({ state }) => state === 'atWork')
    .map(({ what }): ActorFound => ({ actor: actor.name, node: null, what }));
  const kept = await readFound(context, task, actor.name);
  // What an attempt that was cut off has paused already is ours as well.
  const found = union([...kept, ...now]);
  if (now.length > 0) await keepFound(context, task, actor.name, found);
  await pauseReaper(actor, now, context.signal);
  return found;
}

async function pauseOnNodes(
  context: ActivityContext,
  task: ClusterTask,
  actor: HostActor,
): Promise<ActorFound[]> {
  const results = await Promise.all(
    nodesOfActor(actor, task.plan).map(async ({ node }) => {
      const host = await context.hosts.get(plannedSettings(task, node));
      const result = await changeHostActor(context, { ...task, node }, host, actor, 'pause');
      return { actor: actor.name, node, what: whatOf(actor), result };
    }),
  );
  return results
    .filter(({ result }) => result === 'done')
    .map(({ actor: name, node, what }) => ({ actor: name, node, what }));
}

export function sayFound(found: readonly ActorFound[]): string {
  const names = [...new Set(found.map(({ actor }) => actor))];
  return names
    .map((name) => {
      const own = found.filter(({ actor }) => actor === name);
      const things = [...new Set(own.map(({ what }) => what))];
      const nodes = new Set(own.flatMap(({ node }) => node ?? []));
      const where = nodes.size > 0 ? ` on ${nodes.size} ${nodes.size === 1 ? 'node' : 'nodes'}` : '';
      const more = things.length > 3 ? ` and ${things.length - 3} more` : '';
      return `${name} (${things.slice(0, 3).join(', ')}${more}${where})`;
    })
    .join('; ');
}
