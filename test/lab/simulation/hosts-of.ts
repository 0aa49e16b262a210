/** The product's own way to a simulated node. */
import type { Host } from '../../../activities/hosts/host.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import { parseSpec } from '../../../knowledge/spec/parse-spec.ts';
import type { SimulatedCluster } from '../../../lab/simulation/simulated-cluster.ts';

export interface HostsOf {
  host(name: string): Promise<Host>;
  close(): Promise<void>;
}

export function hostsOf(cluster: SimulatedCluster): HostsOf {
  const hosts = new SshHosts();
  const spec = parseSpec(cluster.specFor());
  return {
    host: (name) => hosts.get(settingsOf(spec, cluster.node(name).address)),
    close: () => hosts.close(),
  };
}
