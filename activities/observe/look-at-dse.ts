import { dseLineOf } from '../../knowledge/cassandra/dse-lines.ts';
import { dseLinesCalled, nameOfDse } from '../../knowledge/cassandra/dse-release.ts';
import type { DseView, GossipView, VersionView } from '../../knowledge/observation.ts';
import type { Host } from '../hosts/host.ts';
import { readSections } from '../hosts/sections.ts';

/** What the machine of a DSE node tells, besides what it tells of any other. One round trip. */
export async function lookAtDse(host: Host, signal?: AbortSignal): Promise<DseView> {
  const { name, install } = host.settings;
  const { stdout } = await host.run('look-dse', {
    args: [install.home, install.conf, install.releases],
    timeoutMillis: 60_000,
    signal,
  });
  const sections = readSections(name, stdout, ['running', 'dseYaml', 'workloads']);
  const textOf = (section: string) => (sections[section]?.exitCode === 0 ? sections[section].stdout : null);
  const versions = (textOf('running') ?? '').split('\n').filter((line) => line.trim() !== '');
  return {
    runningVersion: versions.length === 1 ? (versions[0]?.trim() ?? null) : null,
    dseYaml: textOf('dseYaml'),
    startedWith:
      textOf('workloads')
        ?.split('\n')
        .flatMap((line) => line.trim() || []) ?? null,
  };
}

/**
 * The version under the one name that DSE's releases have here (`dse-5.1.4`). Where the node tells only its four numbers,
 * the files that its process runs from tell the rest, as long as both mean the same line; else it stays what it is, which
 * every gate takes for unknown.
 */
export async function namedVersion(
  host: Host,
  version: VersionView,
  signal?: AbortSignal,
): Promise<VersionView> {
  if (version.dse !== null) return { ...version, release: nameOfDse(version.dse) };
  const called = dseLinesCalled(version.release);
  if (called.length === 0) return version;
  const { runningVersion } = await lookAtDse(host, signal);
  const verdict = runningVersion === null ? null : dseLineOf(runningVersion);
  if (runningVersion === null || !verdict?.known || !called.includes(verdict.line)) return version;
  return { release: nameOfDse(runningVersion), dse: runningVersion };
}

/** The same of what is heard of others, where they tell it. */
export function namedGossip({ endpoints }: GossipView): GossipView {
  return {
    endpoints: endpoints.map((each) =>
      each.dse === undefined ? each : { ...each, release: nameOfDse(each.dse) },
    ),
  };
}
