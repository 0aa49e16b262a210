/** One real node of a release line, started with the configuration that a test hands it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'cassandra-driver';
import { awaitPort } from '../../lab/cluster/await-serving.ts';
import { cqlClient } from '../../lab/cluster/cql-client.ts';
import { nativePort } from '../../lab/cluster/lab-node.ts';
import { unpack } from '../../lab/cluster/unpack.ts';
import { bareEnvironment, mustRun } from '../../lab/machines/host-command.ts';
import type { ReleaseVersion } from '../../lab/releases/release-line.ts';
import { releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findJdk, type JdkMajor } from '../../lab/toolchain/jdk.ts';

export type Files = Readonly<Record<string, string>>;

/** No lab has it: labs take 127.0.SLOT. */
export const address = '127.0.250.1';

const startLimitMillis = 240_000;
/** Small, one thread to collect garbage, no waiting for others that are not there. */
const small =
  '-Xms400M -Xmx400M -XX:TieredStopAtLevel=1 -Dcassandra.ring_delay_ms=1000 -Dcassandra.skip_wait_for_gossip_to_settle=0';

export interface Installed {
  readonly release: ReleaseVersion;
  readonly home: string;
  readonly java: string;
  /** Its conf folder as it was shipped. */
  readonly shipped: Files;
}

export interface RunningNode {
  readonly cql: Client;
  stop(): Promise<void>;
}

export async function install(
  release: ReleaseVersion,
  jdk: JdkMajor,
  folder: string,
  say: (line: string) => void,
): Promise<Installed> {
  const { file } = await releaseTarball(release, say);
  const home = join(folder, await unpack(file, folder));
  const { home: java } = await findJdk(jdk, say);
  return { release, home, java, shipped: await textsIn(join(home, 'conf')) };
}

/** @throws Error with the end of what the node said, when it does not serve CQL */
export async function startNode(
  { home, java, release }: Installed,
  conf: Files,
  folder: string,
): Promise<RunningNode> {
  const [confFolder, logs] = [join(folder, 'conf'), join(folder, 'logs')];
  await rm(confFolder, { recursive: true, force: true });
  for (const each of [confFolder, logs, join(folder, 'work')]) await mkdir(each, { recursive: true });
  for (const [name, text] of Object.entries(conf)) await writeFile(join(confFolder, name), text);
  const output = join(logs, `start-${release}.log`);
  const log = await open(output, 'a');
  const asRoot = process.getuid?.() === 0 ? ['-R'] : [];
  const child = spawn('nice', ['-n', '10', join(home, 'bin/cassandra'), ...asRoot, '-f'], {
    cwd: join(folder, 'work'),
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...bareEnvironment,
      ...{ JAVA_HOME: java, CASSANDRA_HOME: home, CASSANDRA_CONF: confFolder, CASSANDRA_LOG_DIR: logs },
      JVM_EXTRA_OPTS: `-Dcassandra.jmx.local.port=7299 ${small}`,
    },
  });
  await log.close();
  const gone = once(child, 'exit');
  try {
    await Promise.race([
      awaitPort(address, nativePort, startLimitMillis),
      gone.then(([code]) => Promise.reject(new Error(`Cassandra ${release} ended with ${String(code)}`))),
    ]);
    const cql = cqlClient([address], { localDataCenter: 'datacenter1' });
    await cql.connect();
    return {
      cql,
      async stop() {
        await cql.shutdown();
        await end(child, gone);
      },
    };
  } catch (error) {
    await end(child, gone);
    const said = (await readFile(output, 'utf8')).slice(-3_000);
    throw new Error(`${error instanceof Error ? error.message : String(error)}. It said:\n${said}`, {
      cause: error,
    });
  }
}

/** One key and its certificate, which the node trusts itself. */
export async function makeKeystore(java: string, file: string): Promise<void> {
  const who = ['-alias', 'node', '-dname', 'CN=lab', '-keyalg', 'RSA', '-keysize', '2048', '-validity', '10'];
  const where = [
    '-keystore',
    file,
    '-storetype',
    'JKS',
    '-storepass',
    'lab-secret',
    '-keypass',
    'lab-secret',
  ];
  await mustRun([join(java, 'bin/keytool'), '-genkeypair', ...who, ...where]);
}

/** Does something listen at the node's address? */
export async function listens(port: number): Promise<boolean> {
  return awaitPort(address, port, 1_000).then(
    () => true,
    () => false,
  );
}

/** The golden file of an operator, with its folders and addresses on this computer. */
export function placed(yaml: string, folder: string): string {
  return yaml.replaceAll('/srv/cassandra', join(folder, 'srv')).replaceAll('127.0.0.1', address);
}

async function end(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await gone;
  clearTimeout(timer);
}

async function textsIn(folder: string): Promise<Files> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = await Promise.all(
    names.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}
