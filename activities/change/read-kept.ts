import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

/** What a file of this upgrade holds on the host; empty: there is none. @param name below the folder of the tag */
export async function readKept(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  name: string,
): Promise<string> {
  const file = `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${name}`;
  const kept = await host.run('read-kept', {
    args: [file],
    timeoutMillis: 30_000,
    signal: context.signal,
  });
  return kept.stdout.trim();
}
