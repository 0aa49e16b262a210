import { type HostActor, nodesOfActor } from '../../knowledge/actors.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { Actor } from '../../knowledge/spec/spec.ts';
import type { ResumeActorsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHostActor } from '../actors/host-actor.ts';
import { forgetFound, readFound, union } from '../actors/kept-found.ts';
import { resumeReaper } from '../actors/reaper.ts';
import type { ReaperActor } from '../actors/reaper-api.ts';
import { plannedSettings } from '../observe/host-of.ts';

/**
 * Puts back what pauseActors found at work, and nothing else, and looks at it again. One that can't be put back keeps
 * none of the others from it.
 * @throws RingliftError ActorNotResumed naming each of them
 */
export async function resumeActors(context: ActivityContext, task: ResumeActorsTask): Promise<StepOutcome> {
  const says: string[] = [];
  const failures: RingliftError[] = [];
  for (const actor of task.spec.actors) {
    context.say(`putting back ${actor.name}`);
    try {
      says.push(...(await putBack(context, task, actor)));
    } catch (error) {
      if (!(error instanceof RingliftError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first && failures.length === 1) throw first;
  if (first) throw together(task, failures);
  return {
    outcome: says.length === 0 ? 'alreadyDone' : 'done',
    says: says.length === 0 ? 'nothing of theirs was paused by this upgrade' : says.join('; '),
  };
}

function putBack(context: ActivityContext, task: ResumeActorsTask, actor: Actor): Promise<string[]> {
  return actor.kind === 'reaper'
    ? putBackAtReaper(context, task, actor)
    : putBackOnNodes(context, task, actor);
}

async function putBackAtReaper(
  context: ActivityContext,
  task: ResumeActorsTask,
  actor: ReaperActor,
): Promise<string[]> {
  const told = task.found.filter(({ actor: name }) => name === actor.name);
  const found = union([...told, ...(await readFound(context, task, actor.name))]);
  const says = await resumeReaper(actor, found, context.signal);
  await forgetFound(context, task, actor.name);
  return says.map((each) => `${actor.name}: ${each}`);
}

/** Each node knows by itself what was paused on it. */
async function putBackOnNodes(
  context: ActivityContext,
  task: ResumeActorsTask,
  actor: HostActor,
): Promise<string[]> {
  const settled = await Promise.allSettled(
    nodesOfActor(actor, task.plan).map(async ({ node, name }) => {
      const host = await context.hosts.get(plannedSettings(task, node));
      return { name, result: await changeHostActor(context, { ...task, node }, host, actor, 'resume') };
    }),
  );
  const failed = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const [first] = failed;
  const errors = failed.filter((error) => error instanceof RingliftError);
  if (errors.length < failed.length) throw first;
  if (errors.length > 1) throw together(task, errors);
  if (first) throw first;
  return settled.flatMap((each) => {
    if (each.status === 'rejected' || each.value.result === 'alreadyDone') return [];
    const { name, result } = each.value;
    const edited = result === 'doneEdited' ? ', with what somebody edited in it meanwhile' : '';
    return [`${actor.name} goes on on ${name}${edited}`];
  });
}

function together({ plan }: ResumeActorsTask, failures: readonly RingliftError[]): RingliftError {
  return new RingliftError('ActorNotResumed', {
    where: plan.cluster,
    what: `${failures.length} things that were paused could not be put back`,
    found: failures.map(({ message }) => message).join(' | '),
    changed: 'all others are put back',
    next: 'Mend what is named, then retry: what is put back already is left alone.',
  });
}
