/** Where a package puts things and on which ports a line listens, before anybody changes it: what to look for first. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export interface ServiceDefaults {
  /** Name of the service; both packages bring a script of SysV kind, which systemd wraps. */
  readonly service: string;
  readonly user: string;
  /** Folder of the configuration by kind of package. */
  readonly conf: { readonly deb: string; readonly rpm: string; readonly tarball: string };
  readonly data: string;
  readonly log: string;
  readonly pidFile: string;
  readonly source: string;
}

export const apacheService: ServiceDefaults = {
  service: 'cassandra',
  user: 'cassandra',
  conf: { deb: '/etc/cassandra', rpm: '/etc/cassandra/default.conf', tarball: 'conf in the release' },
  data: '/var/lib/cassandra',
  log: '/var/log/cassandra/system.log',
  pidFile: '/var/run/cassandra/cassandra.pid',
  source: 'debian/init, redhat/cassandra.spec, redhat/cassandra',
};

export const dseService: ServiceDefaults = {
  service: 'dse',
  user: 'cassandra',
  conf: {
    deb: '/etc/dse/cassandra',
    rpm: '/etc/dse/cassandra',
    tarball: 'resources/cassandra/conf in the release',
  },
  data: '/var/lib/cassandra',
  log: '/var/log/cassandra/system.log',
  pidFile: '/var/run/dse/dse.pid',
  source: "DataStax's documents of DSE 5.1, default file locations",
};

export interface Ports {
  readonly storage: number;
  /** Before 4.0 the port of TLS between nodes; since then only with `enable_legacy_ssl_storage_port`. */
  readonly sslStorage: number;
  readonly native: number;
  readonly jmx: number;
  /** Null: the line has no Thrift. */
  readonly thrift: number | null;
}

/** @source config/Config.java of 3.0.29, 3.11.19, 4.1.10, 5.0.9 and 6.0-alpha2; conf/cassandra-env.sh (JMX_PORT) */
export function portsOf(line: ReleaseLine): Ports {
  return {
    storage: 7000,
    sslStorage: 7001,
    native: 9042,
    jmx: 7199,
    thrift: isBefore(line, '4.0') ? 9160 : null,
  };
}
