/** Tarballs that look like Cassandra's and hold next to nothing: launchers that talk to the simulation, conf, one jar. */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import { type ReleaseLine, isBefore, lineOf } from '../../../knowledge/cassandra/release-line.ts';
import { layoutOf } from '../../releases/release-line.ts';
import { projectFolder } from '../../toolchain/project-folder.ts';
import { runProgram } from '../../toolchain/run-program.ts';
import { javaOf } from './java-home.ts';
import { toolScript } from '../machine/tool-server.ts';

export interface SimulatedRelease {
  readonly release: string;
  readonly sha256: string;
  readonly tarball: Buffer;
}

const made = new Map<string, Promise<SimulatedRelease>>();

/** Made once in a process; the same bytes each time. */
export function simulatedRelease(release: string): Promise<SimulatedRelease> {
  const known = made.get(release) ?? make(release);
  made.set(release, known);
  return known;
}

async function make(release: string): Promise<SimulatedRelease> {
  const staging = mkdtempSync(join(tmpdir(), 'ringlift-release-'));
  try {
    const root = dseReleaseOf(release) ? release : `apache-cassandra-${release}`;
    fill(join(staging, root), release);
    const file = join(staging, 'release.tar.gz');
    const anonymous = ['--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
    const packing = ['--create', '--sort=name', '--format=gnu', '--use-compress-program=gzip -n -1'];
    await runProgram('tar', [...packing, ...anonymous, `--file=${file}`, `--directory=${staging}`, root], {
      timeoutMillis: 60_000,
      next: 'Install GNU tar and gzip.',
    });
    const tarball = readFileSync(file);
    return { release, tarball, sha256: createHash('sha256').update(tarball).digest('hex') };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Files of which the simulated java takes no notice: each costs a few processes whenever a host is looked at. */
function isLeftOut(path: string, line: ReleaseLine): boolean {
  const own = `${javaOf(line).replace('jdk', 'jvm')}-server.options`;
  if (/(-clients\.options|logback-tools\.xml|topology\.properties)$/.test(path)) return true;
  return /jvm\d+-server\.options$/.test(path) && !path.endsWith(own);
}

function fill(folder: string, release: string): void {
  const dse = dseReleaseOf(release);
  // Of DSE only the configuration's place and the launchers differ; its files are those of 3.11.
  const line = dse ? '3.11' : lineOf(release);
  const conf = dse ? join(folder, 'resources', 'cassandra', 'conf') : join(folder, 'conf');
  if (line === null || line === '3.0') throw new RangeError(`${release} is of no line that is simulated`);
  const template = join(projectFolder(), 'lab', 'releases', 'template');
  for (const layer of layoutOf[line].layers) {
    const filter = (path: string) => !isLeftOut(path, line);
    cpSync(join(template, layer, 'conf'), conf, { recursive: true, filter });
  }
  for (const each of ['bin', 'lib']) mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(join(folder, 'bin', 'nodetool'), toolScript('nodetool'));
  const launcher = dse ? 'dse' : 'cassandra';
  writeFileSync(join(folder, 'bin', launcher), toolScript('cassandra'));
  for (const name of ['nodetool', launcher]) chmodSync(join(folder, 'bin', name), 0o755);
  if (dse) return writeFileSync(join(folder, 'lib', `dse-core-${dse.version}.jar`), '');
  // What judge-configuration looks for in a jar, and what its class would refuse.
  const jar = ['org/apache/cassandra/tools/GenerateTokens.class', ''].join('\n');
  writeFileSync(join(folder, 'lib', `apache-cassandra-${release}.jar`), jar);
  writeFileSync(join(folder, 'lib', 'refused-keys'), refusedKeys(release).join('\n') + '\n');
}

/**
 * Keys of cassandra.yaml that no longer start a release: some that each line removed.
 * @source config/Config.java of 4.0.19, 5.0.9 and 6.0-alpha2
 */
export function refusedKeys(release: string): string[] {
  const line = lineOf(release);
  if (line === null) return [];
  return [
    ...(isBefore(line, '4.0') ? [] : ['start_rpc', 'rpc_port', 'request_scheduler', 'index_interval']),
    ...(isBefore(line, '5.0') ? [] : ['commitlog_periodic_queue_size', 'concurrent_replicates']),
    ...(isBefore(line, '6.0') ? [] : ['native_transport_port_ssl', 'log_out_of_token_range_requests']),
  ];
}
