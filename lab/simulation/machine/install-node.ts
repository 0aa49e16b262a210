/** Lays out a machine as an operator has it: a release, its configuration, a JDK, empty data folders, the tools. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { configurationLineOf, dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { configFiles } from '../../cluster/config-files.ts';
import type { NodePosition } from '../model/node-model.ts';
import { javasFrom, makeJavaHome } from '../release/java-home.ts';
import type { SimulatedRelease } from '../release/simulated-release.ts';
import { DataFolder } from './data-folder.ts';
import type { Machine } from './machine.ts';
import { toolScript } from './tool-server.ts';

export interface Installation {
  readonly clusterName: string;
  readonly nodeCount: number;
  readonly seeds: readonly string[];
  readonly storageMode: string | null;
}

export async function installNode(
  machine: Machine,
  position: NodePosition,
  { release, tarball }: SimulatedRelease,
  installation: Installation,
): Promise<void> {
  const opt = machine.outside(machine.at('opt'));
  execFileSync('tar', ['-xzf', '-', '-C', opt, '--no-same-owner'], { input: tarball });
  const isDse = dseReleaseOf(release) !== null;
  const folder = isDse ? release : `apache-cassandra-${release}`;
  symlinkSync(machine.at('opt', folder), `${opt}/cassandra`);
  const shipped = `${opt}/${folder}/${isDse ? 'resources/cassandra/conf' : 'conf'}`;
  // Outside of DSE, as packages have it, so that Apache's release finds it there.
  const conf = isDse ? machine.outside(machine.at('etc', 'cassandra')) : shipped;
  if (isDse) {
    cpSync(shipped, conf, { recursive: true });
    writeFileSync(`${conf}/../dse.yaml`, 'audit_logging_options:\n  enabled: false\n');
  }
  for (const [name, text] of Object.entries(
    await configurationOf(machine, position, installation, conf, release),
  ))
    writeFileSync(`${conf}/${name}`, text);
  const line = configurationLineOf(release);
  if (line === null) throw new RangeError(`${release} is of no line that is simulated`);
  for (const home of new Set(Object.values(javasFrom(line))))
    makeJavaHome(machine.outside(machine.at(home)), home);
  new DataFolder(machine.outside(machine.at('data'))).make();
  writeFileSync(machine.outside(machine.at('bin', 'cassandra-service')), toolScript('service'), {
    mode: 0o755,
  });
}

async function configurationOf(
  machine: Machine,
  { name, number, address, dataCenter, rack }: NodePosition,
  { clusterName, nodeCount, seeds, storageMode }: Installation,
  conf: string,
  release: string,
): Promise<Readonly<Record<string, string>>> {
  const paths = {
    ...{ home: machine.at('opt', 'cassandra'), releases: machine.at('opt'), data: machine.at('data') },
    ...{ logs: machine.at('logs'), pidFile: machine.at('tmp', 'pid'), javaHome: machine.at('jdk17') },
  };
  const node = {
    name,
    number,
    address,
    dataCenter,
    rack,
    seed: seeds.includes(address),
    sshPort: 22,
    jmxPort: 7199,
    paths,
  };
  const yamlExtra = storageMode === null ? undefined : `storage_compatibility_mode: ${storageMode}`;
  return configFiles({ node, nodeCount, seeds, clusterName, release, yamlExtra }, async (file) =>
    existsSync(`${conf}/${file}`) ? readFileSync(`${conf}/${file}`, 'utf8') : '',
  );
}
