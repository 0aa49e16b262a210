/** The file that an operator of a simulated cluster would write: short waits, three people who may approve. */
import type { SpecInput } from '../../knowledge/spec/spec.ts';

export interface SpecParts {
  readonly clusterName: string;
  readonly target: string;
  readonly tarball: { readonly file: string; readonly sha256: string };
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  /** Release line to the JDK's folder below the machine's root. */
  readonly javas: Readonly<Record<string, string>>;
  readonly nodes: readonly {
    readonly name: string;
    readonly address: string;
    readonly sshPort: number;
    /** The machine's root, as the machine sees it. */
    readonly folder: string;
    /** Where its configuration lies outside of the release. */
    readonly conf?: string;
  }[];
}

export function specFor(parts: SpecParts, more: Partial<SpecInput> = {}): SpecInput {
  const { clusterName, target, tarball, privateKeyFile, knownHostsFile, javas, nodes } = parts;
  const [first] = nodes;
  if (!first) throw new RangeError('a cluster without nodes has no spec');
  return {
    cluster: clusterName,
    target,
    nodes: nodes.map(({ name, address, sshPort, folder, conf }) => ({
      name,
      address,
      ssh: { port: sshPort },
      install: {
        home: `${folder}/opt/cassandra`,
        log: `${folder}/logs/system.log`,
        ...(conf !== undefined && { conf }),
      },
      service: serviceOf(folder),
      java: Object.fromEntries(Object.entries(javas).map(([line, home]) => [line, `${folder}/${home}`])),
      stateFolder: `${folder}/state`,
    })),
    ssh: {
      user: 'root',
      port: first.sshPort,
      privateKeyFile,
      knownHostsFile,
      sudo: false,
      connectTimeout: '2s',
    },
    install: { ...tarball, home: `${first.folder}/opt/cassandra` },
    nodetool: { limit: '5s', changeLimit: '10s' },
    strategy: { canary: { soak: '1ms' } },
    gates: { patience: '5s', lookEvery: '300ms', startLimit: '20s', maxClockSkew: '2s' },
    cms: { stillLimit: '2s' },
    repair: { limit: '1m' },
    approvals: { who: ['alice', 'bob', 'carol'], required: 1, expiry: '1h' },
    ...more,
  };
}

function serviceOf(folder: string) {
  const service = `${folder}/bin/cassandra-service`;
  return {
    kind: 'commands' as const,
    start: [service, 'start'],
    stop: [service, 'stop'],
    user: 'root',
  };
}
