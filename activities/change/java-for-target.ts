import { jdksOf } from '../../knowledge/cassandra/jdks-of.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { HostView, JdkView } from '../../knowledge/host-view.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { Release } from '../../knowledge/topology.ts';

/** The JDK that the target will run on: the file's, or else the one that the process runs on now. */
export function javaForTarget(settings: NodeSettings, machine: HostView, target: Release): JdkView {
  const { line = target, majors: accepted = [] } = jdksOf(target) ?? {};
  const wanted = settings.java[line] ?? machine.processJavaHome;
  const found =
    machine.jdks.find(({ home }) => home === wanted) ??
    (wanted === null ? machine.jdks.find(({ major }) => accepted.includes(major)) : undefined);
  if (found && accepted.includes(found.major)) return found;
  throw new RingliftError('PreconditionChanged', {
    where: settings.name,
    what: `the JDK for ${target} is not there`,
    expected: `JDK ${accepted.join(', ')}${wanted ? ` at ${wanted}` : ''}`,
    found: machine.jdks.map(({ home, major }) => `${major} at ${home}`).join(', ') || 'no JDK',
    next: `Install one on the node and name its home as java["${line}"] in the file, then retry.`,
  });
}
