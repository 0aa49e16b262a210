import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import { dseReleaseOf } from '../../knowledge/cassandra/dse-release.ts';
import type { Release } from '../../knowledge/topology.ts';

/**
 * What names a release that is in use. Of a tarball it is the folder where it is unpacked, beside the others, as its
 * official tarball names it; of what installs itself into one folder, the release's name below that.
 */
export function releaseFolder({ install }: NodeSettings, release: Release): string {
  const name = dseReleaseOf(release) ? release : `apache-cassandra-${release}`;
  if (install.method !== 'tarball') return `${install.home}/${name}`;
  return `${install.releases === '/' ? '' : install.releases}/${name}`;
}

/** The configuration that a release was shipped with, where unpack-release puts it. */
export function unpackedConf(folder: string, release: Release): string {
  return dseReleaseOf(release) ? `${folder}/resources/cassandra/conf.release` : `${folder}/conf.release`;
}

/** Packages of a release on a host, with what they hold in `root`. */
export function packageFolder({ install }: NodeSettings, release: Release): string {
  return `${install.releases === '/' ? '' : install.releases}/packages/${release}`;
}

/**
 * Where the configuration lies that a release was shipped with, before it is in use.
 * @source apache/cassandra debian/cassandra.install, redhat/cassandra.spec
 */
export function shippedConf(settings: NodeSettings, release: Release): string {
  const root = `${packageFolder(settings, release)}/root`;
  switch (settings.install.method) {
    case 'deb':
      return `${root}/etc/cassandra`;
    case 'rpm':
      return `${root}/etc/cassandra/default.conf`;
    default:
      return unpackedConf(releaseFolder(settings, release), release);
  }
}

/** The folder with the jars of a release, before it is in use. */
export function shippedRelease(settings: NodeSettings, release: Release): string {
  const { method } = settings.install;
  const isPackage = method === 'deb' || method === 'rpm';
  return isPackage
    ? `${packageFolder(settings, release)}/root/usr/share/cassandra`
    : releaseFolder(settings, release);
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
