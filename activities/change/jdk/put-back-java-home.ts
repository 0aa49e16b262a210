import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { changeHost } from '../change-host.ts';
import { serviceName } from './service-name.ts';

/** What JAVA_HOME was written into is as it was before. */
export async function putBackJavaHome(context: ActivityContext, task: NodeTask, host: Host): Promise<void> {
  const where = task.spec.jdk?.setHome ?? 'leave';
  if (where === 'leave') return;
  await changeHost(context, task, host, 'put-back-java-home', {
    step: 'putBackJavaHome',
    args: [task.plan.tag, where, serviceName(host.settings)],
    timeoutMillis: 60_000,
    next: 'The node is switched back and stopped: mend what is named, then retry.',
  });
}
