/** The file that an operator of this lab's cluster would write for an upgrade: short waits, one person who approves. */
import { dirname, join } from 'node:path';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { ReleaseVersion } from '../releases/release-line.ts';
import { javaByLine, javaFor } from './java-for.ts';
import type { LabMode, LabNode } from './lab-node.ts';

export interface SpecForOptions {
  readonly target: string;
  readonly tarball: { readonly file: string; readonly sha256: string };
}

export interface LabForSpec {
  readonly mode: LabMode;
  readonly clusterName: string;
  readonly release: ReleaseVersion;
  readonly nodes: readonly LabNode[];
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  readonly user: string;
  readonly folder: string;
}

export function specFor(lab: LabForSpec, { target, tarball }: SpecForOptions): SpecInput {
  const [first] = lab.nodes;
  if (!first) throw new RangeError('a lab without nodes has no spec');
  const inMachines = lab.mode === 'machines';
  return {
    cluster: lab.clusterName,
    target,
    nodes: lab.nodes.map((node) => ({
      ...{ address: node.address, name: node.name },
      ...(inMachines ? {} : settingsOfProcesses(lab, node)),
    })),
    ssh: sshTo(lab, first),
    install: { file: tarball.file, sha256: tarball.sha256, home: first.paths.home },
    ...(inMachines ? { service: { kind: 'sysv', name: 'cassandra', user: 'cassandra' } } : {}),
    java: javaByLine(javaFor(lab.release), first.paths.javaHome),
    strategy: { canary: { soak: '5s' } },
    gates: { patience: '1m', lookEvery: '1s', startLimit: '3m' },
    sstables: { jobs: 1 },
    repair: { limit: '10m' },
    approvals: { who: ['alice', 'bob'], required: 1, expiry: '1h' },
  };
}

/** Nodes that share one computer differ in folders and ports. */
function settingsOfProcesses(lab: LabForSpec, node: LabNode): Partial<SpecInput['nodes'][number]> {
  const script = (name: string) => [join(dirname(node.paths.releases), 'bin', name)];
  return {
    ssh: { port: node.sshPort },
    install: { home: node.paths.home, log: join(node.paths.logs, 'system.log') },
    // Lock and journal are a machine's, and here each node plays one.
    stateFolder: join(dirname(node.paths.releases), 'ringlift'),
    service: { kind: 'commands', start: script('start'), stop: script('stop'), user: lab.user },
    nodetool: { port: node.jmxPort },
  };
}

function sshTo({ user, privateKeyFile, knownHostsFile, mode }: LabForSpec, { sshPort }: LabNode) {
  return {
    user,
    privateKeyFile,
    knownHostsFile,
    port: sshPort,
    sudo: mode === 'machines',
    connectTimeout: '5s',
  };
}
