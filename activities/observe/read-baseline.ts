import type { NodeBaseline } from '../../knowledge/gates/gate-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import type { Host } from '../hosts/host.ts';

/** Name of the file below the upgrade's folder on the host. */
export const baselineFile = 'baseline.json';

/** What the node was just before it was drained, as it was kept on the host; null: it was not kept. */
export async function readBaseline(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<NodeBaseline | null> {
  const file = `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${baselineFile}`;
  const { stdout } = await host.run('read-kept', {
    args: [file],
    timeoutMillis: 30_000,
    signal: context.signal,
  });
  return stdout.trim() === '' ? null : (JSON.parse(stdout) as NodeBaseline);
}
