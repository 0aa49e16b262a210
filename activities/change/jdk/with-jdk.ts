import { lineOf } from '../../../knowledge/cassandra/release-line.ts';
import type { HostView } from '../../../knowledge/host-view.ts';
import { millis } from '../../../knowledge/spec/duration.ts';
import type { NodeTask } from '../../activities.ts';
import type { ActivityContext } from '../../activity-context.ts';
import type { Host } from '../../hosts/host.ts';
import { stateFolderOf } from '../../hosts/state-folder.ts';
import { lookAtHost } from '../../observe/look-at-host.ts';
import { changeHost } from '../change-host.ts';

/** The machine, once the operator's own command has brought the JDK that the file names, where it was not there. */
export async function withJdk(context: ActivityContext, task: NodeTask, host: Host): Promise<HostView> {
  const look = () => lookAtHost(host, stateFolderOf(host.settings, task.plan), context.signal);
  const machine = await look();
  const { jdk } = task.spec;
  const line = lineOf(task.plan.to);
  const home = line === null ? undefined : host.settings.java[line];
  if (jdk?.install === undefined || home === undefined) return machine;
  if (machine.jdks.some((found) => found.home === home)) return machine;
  const limitMillis = millis(jdk.limit);
  context.say(`installing a JDK: ${jdk.install[0]}`);
  await changeHost(context, task, host, 'install-jdk', {
    step: 'installJdk',
    args: [String(Math.ceil(limitMillis / 1_000)), home, ...jdk.install],
    timeoutMillis: limitMillis + 60_000,
    next: 'The node runs as before: mend jdk.install, or install the JDK by hand, then retry.',
  });
  return look();
}
