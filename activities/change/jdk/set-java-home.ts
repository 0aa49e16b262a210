import { jdksOf } from '../../../knowledge/cassandra/jdks-of.ts';
import type { StepOutcome } from '../../../knowledge/plan.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { stateFolderOf } from '../../hosts/state-folder.ts';
import { lookAtHost } from '../../observe/look-at-host.ts';
import { changeHost } from '../change-host.ts';
import { javaForTarget } from '../java-for-target.ts';
import { outcomeOf } from '../outcome.ts';
import { serviceName } from './service-name.ts';

/** Writes the target's JAVA_HOME where the service reads it, if the file says where. Null: it is left as it is. */
export async function setJavaHome(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<StepOutcome | null> {
  const where = task.spec.jdk?.setHome ?? 'leave';
  // Of a JDK that the file does not name, the gates and the merge took the one that the process ran on: it stays.
  const { line = task.plan.to } = jdksOf(task.plan.to) ?? {};
  if (where === 'leave' || host.settings.java[line] === undefined) return null;
  const machine = await lookAtHost(host, stateFolderOf(host.settings, task.plan), context.signal);
  const { home } = javaForTarget(host.settings, machine, task.plan.to);
  const { result } = await changeHost(context, task, host, 'set-java-home', {
    step: 'setJavaHome',
    args: [task.plan.tag, where, serviceName(host.settings), home],
    timeoutMillis: 60_000,
    next: 'The node is switched and stopped: mend what is named, then retry.',
  });
  return outcomeOf(result, `its service has JAVA_HOME ${home}`);
}
