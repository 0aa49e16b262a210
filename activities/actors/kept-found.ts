/** What was found at work of an actor that lives on no node is kept on all of them: it outlives worker and workflow. */
import { RingliftError } from '../../knowledge/errors.ts';
import type { ActorFound } from '../../knowledge/plan.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { changeHost } from '../change/change-host.ts';
import { readKept } from '../hosts/read-kept.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { allPlannedSettings } from '../observe/host-of.ts';

const folder = 'found';
const change = { timeoutMillis: 60_000, next: 'Look at the state folder on the host, then retry.' };

/** What any node has kept of one actor. @throws RingliftError of the connection, UnreadableOutput */
export async function readFound(
  context: ActivityContext,
  task: ClusterTask,
  actor: string,
): Promise<ActorFound[]> {
  const kept = await Promise.all(
    allPlannedSettings(task).map(async (settings) => {
      const host = await context.hosts.get(settings);
      const file = `${stateFolderOf(settings, task.plan)}/${folder}/${actor}`;
      return parse(settings.name, file, await readKept(host, file, context.signal));
    }),
  );
  return union(kept.flat());
}

export async function keepFound(
  context: ActivityContext,
  task: ClusterTask,
  actor: string,
  found: readonly ActorFound[],
): Promise<void> {
  const input = `${JSON.stringify(found)}\n`;
  await onEveryNode(context, task, 'keep-file', {
    ...change,
    step: `keep what ${actor} was doing`,
    args: [folder, actor, 'anew'],
    input,
  });
}

export async function forgetFound(context: ActivityContext, task: ClusterTask, actor: string): Promise<void> {
  const step = `forget what ${actor} was doing`;
  await onEveryNode(context, task, 'forget-file', { ...change, step, args: [folder, actor] });
}

/** Each thing once, in the order in which it was found. */
export function union(found: readonly ActorFound[]): ActorFound[] {
  return [...new Map(found.map((each) => [`${each.actor} ${each.node} ${each.what}`, each])).values()];
}

async function onEveryNode(
  context: ActivityContext,
  task: ClusterTask,
  script: string,
  options: Parameters<typeof changeHost>[4],
): Promise<void> {
  await Promise.all(
    allPlannedSettings(task).map(async (settings) => {
      const host = await context.hosts.get(settings);
      await changeHost(context, { ...task, node: settings.node }, host, script, options);
    }),
  );
}

function parse(where: string, file: string, text: string): ActorFound[] {
  if (text === '') return [];
  try {
    return JSON.parse(text) as ActorFound[];
  } catch (cause) {
    throw new RingliftError(
      'UnreadableOutput',
      {
        where,
        what: `what was kept in ${file} is no JSON`,
        found: text.slice(0, 200),
        next: 'Put back by hand what was paused (the report names it), delete that file, then retry.',
      },
      { cause },
    );
  }
}
