import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { changeHost } from './change-host.ts';

/** After a full repair: what the node owed since it got a restore point back is settled. */
export async function settleRepair(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  await changeHost(context, task, host, 'settle-repair', {
    step: 'settleRepair',
    args: [task.plan.tag],
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry: the repair itself was done.',
  });
}
