/** Agents of the operator's whose jar lies inside the release: the next release does not bring it. */

export interface AgentRefusal {
  readonly key: string;
  readonly why: string;
  readonly remedy: string;
}

/**
 * A JVM does not start with an agent that is not there ("Error opening zip file or JAR manifest missing"). A path that
 * does not begin at the root lies below the folder that the service starts in, mostly that of the release.
 *
 * @param releaseFolders the release in use and the link that names it, where known
 */
export function agentsInRelease(
  lines: readonly string[],
  file: string,
  releaseFolders: readonly string[] = [],
): AgentRefusal[] {
  return lines
    .flatMap((line) => line.match(/-(?:javaagent|agentpath):"?[^\s"=]+/g) ?? [])
    .filter((agent) => !/\/jamm-[\w.]+\.jar$/.test(agent))
    .filter((agent) => liesInRelease(agent.replace(/^-\w+:"?/, ''), releaseFolders))
    .map((agent) => ({
      key: agent,
      why: 'its jar lies inside the release, and the next one does not bring it: the JVM would not start',
      remedy: `Put the jar outside of the release, such as /opt/agents, and name it there in ${file}.`,
    }));
}

function liesInRelease(path: string, folders: readonly string[]): boolean {
  if (/^\$\{?CASSANDRA_HOME\}?\//.test(path)) return true;
  // Another variable says where it is, and is not known here.
  if (path.startsWith('$')) return false;
  return !path.startsWith('/') || folders.some((folder) => path.startsWith(`${folder.replace(/\/+$/, '')}/`));
}
