import type { NodeId } from '../topology.ts';
import type {
  CqlSettings,
  InstallSettings,
  JolokiaSettings,
  NodetoolSettings,
  ServiceSettings,
  Spec,
  SshSettings,
} from './spec.ts';

/** Everything needed to work on one node: the file's settings, its data center's and its own laid over each other. */
export interface NodeSettings {
  readonly node: NodeId;
  /** Where SSH reaches it. */
  readonly address: string;
  readonly name: string;
  readonly ssh: SshSettings;
  readonly install: InstallSettings & Places;
  readonly service: ServiceSettings;
  readonly java: Readonly<Record<string, string>>;
  readonly nodetool: NodetoolSettings & { readonly path: string };
  readonly cql: CqlSettings;
  /** Absent: there is no agent. */
  readonly jolokia?: JolokiaSettings;
  readonly stateFolder: string;
}

/** @param node as gossip names it @param dataCenter as gossip names it; absent before discovery */
export function settingsOf(spec: Spec, node: NodeId, dataCenter?: string): NodeSettings {
  const own = spec.nodes.find(
    (entry) => (entry.broadcastAddress ?? entry.address) === node || entry.address === node,
  );
  const layers = [dataCenter === undefined ? undefined : spec.dataCenters[dataCenter], own];
  const over = <K extends 'ssh' | 'install' | 'nodetool' | 'cql' | 'jolokia' | 'java'>(
    key: K,
  ): NonNullable<Spec[K]> => Object.assign({}, spec[key], ...layers.map((layer) => layer?.[key]));
  const install = over('install');
  const stateFolder = own?.stateFolder ?? layers[0]?.stateFolder ?? spec.stateFolder;
  const nodetool = over('nodetool');
  const places = placesOf(install, stateFolder);
  return {
    node: own?.broadcastAddress ?? node,
    address: own?.address ?? node,
    name: own?.name ?? node,
    ssh: over('ssh'),
    install: { ...install, home: places.home, releases: places.releases, conf: places.conf },
    service: own?.service ?? layers[0]?.service ?? spec.service,
    java: over('java'),
    nodetool: { ...nodetool, path: nodetool.path ?? places.nodetool },
    cql: over('cql'),
    ...(spec.jolokia && { jolokia: over('jolokia') }),
    stateFolder,
  };
}

export interface Places {
  /** The symlink that is switched, or the folder of the packages. */
  readonly home: string;
  /** Where the next release lies before it is switched to. */
  readonly releases: string;
  readonly conf: string;
}

/**
 * Where an installation lies when the file does not say it.
 * @source apache/cassandra debian/cassandra.install, redhat/cassandra.spec: both packages install into
 *   /usr/share/cassandra; /etc/cassandra/conf of the rpm is a link of `alternatives`
 */
function placesOf(install: InstallSettings, stateFolder: string): Places & { readonly nodetool: string } {
  const isPackage = install.method === 'deb' || install.method === 'rpm';
  const home = withoutSlash(install.home ?? '/usr/share/cassandra');
  const folder = home.replace(/\/[^/]*$/, '') || '/';
  const packagedConf = install.method === 'deb' ? '/etc/cassandra' : '/etc/cassandra/conf';
  return {
    home,
    releases: withoutSlash(install.releases ?? (isPackage ? stateFolder : folder)),
    conf: withoutSlash(install.conf ?? (isPackage ? packagedConf : `${home}/conf`)),
    nodetool: isPackage ? '/usr/bin/nodetool' : `${home}/bin/nodetool`,
  };
}

/** A slash at the end would hide a symlink behind what it leads to, and paths are compared as they are written. */
function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
