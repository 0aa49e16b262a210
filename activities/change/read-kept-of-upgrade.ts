import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { readKept } from '../hosts/read-kept.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

/** What a file of this upgrade holds on the host; empty: there is none. @param name below the folder of the tag */
export function readKeptOfUpgrade(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  name: string,
): Promise<string> {
  return readKept(
    host,
    `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${name}`,
    context.signal,
  );
}
