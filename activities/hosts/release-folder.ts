import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import { dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import type { Release } from '../../knowledge/topology.ts';

/** Where a release is unpacked: beside the others, named as its official tarball names it. */
export function releaseFolder({ install }: NodeSettings, release: Release): string {
  const name = dseReleaseOf(release) ? release : `apache-cassandra-${release}`;
  return `${install.releases === '/' ? '' : install.releases}/${name}`;
}

/** The configuration that a release was shipped with, where unpack-release puts it. */
export function shippedConf(folder: string, release: Release): string {
  return dseReleaseOf(release) ? `${folder}/resources/cassandra/conf.release` : `${folder}/conf.release`;
}

/** The configuration lies inside the release's folder, so that the switch of the symlink switches it too. */
export function confMovesWithRelease({ install }: NodeSettings): boolean {
  return install.conf.startsWith(`${install.home}/`);
}

/** Where the merged configuration waits until the switch. */
export function stagedConf(settings: NodeSettings, release: Release, tag: string): string {
  const { conf, home } = settings.install;
  if (!confMovesWithRelease(settings)) return `${conf}.${tag}`;
  return `${releaseFolder(settings, release)}${conf.slice(home.length)}`;
}
