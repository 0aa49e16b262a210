import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { lookAtJob } from './look-at-job.ts';

/** A job of ours was begun by an earlier attempt of this very step: it runs, has ended for us, or was lost. */
export async function isBegun(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
  id: string,
): Promise<boolean> {
  const { state, request, isCancelled } = await lookAtJob(context, task, host, id, 0);
  if (state === 'running') return true;
  return request === context.request && !isCancelled && (state === 'ended' || state === 'lost');
}
