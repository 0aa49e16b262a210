import type { NodeBaseline } from '../../knowledge/gates/gate-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import type { Host } from '../hosts/host.ts';
import { readKeptJson } from '../hosts/read-kept.ts';
import { turnFolderOf } from '../turn-folder.ts';

/** Name of the file below the upgrade's folder on the host. */
export const baselineFile = 'baseline.json';

const dayMillis = 24 * 3_600_000;

/**
 * What the node was just before it was drained, as it was kept on the host; null: it was not kept, or long ago, by an
 * earlier run: it says nothing of the node as it is now.
 */
export async function readBaseline(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<NodeBaseline | null> {
  const file = `${stateFolderOf(host.settings, task.plan)}/${turnFolderOf(task)}/${baselineFile}`;
  const baseline = await readKeptJson<NodeBaseline>(host, file, context.signal);
  if (baseline === null) return null;
  const isRecent = Date.now() - Date.parse(baseline.at) < dayMillis;
  return isRecent || isOfThisRun(task, baseline) ? baseline : null;
}

/** Plans of before do not know since when. */
export function isOfThisRun({ plan }: NodeTask, { at }: NodeBaseline): boolean {
  return plan.at === undefined || Date.parse(at) >= Date.parse(plan.at);
}
