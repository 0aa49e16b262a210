/**
 * What docker-compose.yml describes, as plain processes on the loopback: PostgreSQL, Temporal's server with the shards
 * and the dynamic configuration of the compose file, and the two set-up scripts as the one-shot containers run them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { cached } from '../../lab/toolchain/cache-folder.ts';
import { goInstall } from '../../lab/toolchain/go-build.ts';
import { installPackage } from '../../lab/toolchain/install-package.ts';
import { runProgram } from '../../lab/toolchain/run-program.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { freePort } from '../worker/toy/free-port.ts';
import { type Compose, projectFile } from './compose.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const ip = '127.0.0.1';
const password = 'TheTestsOwn0123';

export interface ProductionServer {
  readonly address: string;
  /** Runs one of deploy/temporal's scripts as its container would. */
  runScript(service: string): Promise<string>;
  /** Answers one SQL query about Temporal's database, one row. */
  query(sql: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startProductionServer(compose: Compose): Promise<ProductionServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ringlift-production-'));
  await chmod(folder, 0o755);
  const kept: ChildProcess[] = [];
  try {
    const version = /^temporalio\/server:(.+)$/.exec(compose.services['temporal']?.image ?? '')?.[1] ?? '';
    const server = await builtFrom(`go.temporal.io/server/cmd/server@v${version}`, 'server');
    await toolsFolder(join(folder, 'tools'), version);
    const database = await startDatabase(join(folder, 'database'), kept);
    const port = await freePort();
    const address = `${ip}:${port}`;
    const running = { compose, folder, database, address };
    const runScript = (service: string) => runSetup(running, service);
    say(await runScript('schema'));
    const configFile = join(folder, 'config', 'production.yaml');
    await mkdir(dirname(configFile));
    await writeFile(configFile, stringify(await serverConfig(compose, database, port)));
    const args = ['--root', folder, '--config', 'config', '--env', 'production', 'start'];
    kept.push(spawn('nice', ['-n', '10', server, ...args], { stdio: ['ignore', 'ignore', 'inherit'] }));
    await untilListening(port);
    return { address, runScript, query: (sql) => query(database, sql), stop: () => stopAll(kept, folder) };
  } catch (error) {
    await stopAll(kept, folder);
    throw error;
  }
}

interface Database {
  readonly port: number;
  readonly programs: string;
}

interface Running {
  readonly compose: Compose;
  readonly folder: string;
  readonly database: Database;
  readonly address: string;
}

async function builtFrom(module: string, program: string): Promise<string> {
  const name = `bin/${module.replace(/^.*\/cmd\//, '').replaceAll(/[/@]/g, '-')}`;
  const make = (file: string) => goInstall(module, program, file, say).then(() => 'go install');
  return (await cached({ name, recipe: module, make }, say)).path;
}

/** A folder with the programs of the admin-tools image, under the names that they have there. */
async function toolsFolder(folder: string, version: string): Promise<void> {
  await mkdir(folder);
  const sqlTool = await builtFrom(`go.temporal.io/server/cmd/tools/sql@v${version}`, 'sql');
  await symlink(sqlTool, join(folder, 'temporal-sql-tool'));
  await symlink((await findTemporal(say)).path, join(folder, 'temporal'));
}

async function runSetup({ compose, folder, database, address }: Running, service: string): Promise<string> {
  const described = compose.services[service];
  const script = described?.entrypoint?.[1]?.replace('/setup/', 'deploy/temporal/') ?? '';
  const elsewhere = { SQL_HOST: ip, SQL_PORT: String(database.port), TEMPORAL_ADDRESS: address };
  const env = { ...described?.environment, SQL_PASSWORD: password, ...elsewhere };
  const path = `${join(folder, 'tools')}:${process.env['PATH']}`;
  const { stdout } = await runProgram('sh', [projectFile(script)], { env: { ...env, PATH: path } });
  return stdout;
}

/** PostgreSQL refuses to run as root: Debian's package made the user that it runs as. */
async function startDatabase(folder: string, kept: ChildProcess[]): Promise<Database> {
  const programs = await postgresPrograms();
  const [uid, gid] = await idsOf('postgres');
  const port = await freePort();
  await mkdir(folder);
  await chown(folder, uid, gid);
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chown(passwordFile, uid, gid);
  const init = [
    '--pgdata',
    folder,
    '--username',
    'temporal',
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
  ];
  const asPostgres = { uid, gid, cwd: folder, stdio: 'ignore' as const };
  const [code] = (await once(spawn(join(programs, 'initdb'), init, asPostgres), 'exit')) as [number];
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
  const run = ['-D', folder, '-h', ip, '-p', String(port), '-k', folder];
  kept.push(spawn(join(programs, 'postgres'), run, asPostgres));
  await untilListening(port);
  return { port, programs };
}

async function postgresPrograms(): Promise<string> {
  const base = '/usr/lib/postgresql';
  const versions = async () => (await readdir(base).catch((): string[] => [])).sort();
  if ((await versions()).length === 0) await installPackage('postgresql', say);
  return join(base, (await versions()).at(-1) ?? '', 'bin');
}

async function idsOf(user: string): Promise<[number, number]> {
  const id = async (flag: string) => Number((await runProgram('id', [flag, user])).stdout);
  return [await id('-u'), await id('-g')];
}

async function query({ port, programs }: Database, sql: string): Promise<string> {
  const args = ['--host', ip, '--port', String(port), '--username', 'temporal', '--dbname', 'temporal'];
  const psql = join(programs, 'psql');
  const env = { PGPASSWORD: password };
  return (
    await runProgram(psql, [...args, '--tuples-only', '--no-align', '--command', sql], { env })
  ).stdout.trim();
}

/** Temporal keeps membership ports in a smallint of PostgreSQL: the system's own free ports are above 32,767. */
async function freeLowPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, ip, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** What the server image makes of the compose file's variables, with other ports. */
async function serverConfig(compose: Compose, database: Database, port: number): Promise<object> {
  const { DB, NUM_HISTORY_SHARDS, POSTGRES_USER } = compose.services['temporal']?.environment ?? {};
  const store = (databaseName: string) => ({
    sql: {
      pluginName: DB,
      databaseName,
      connectAddr: `${ip}:${database.port}`,
      connectProtocol: 'tcp',
      user: POSTGRES_USER,
      password,
      maxConns: 20,
      maxIdleConns: 20,
    },
  });
  const service = async (grpcPort: number) => ({
    rpc: { grpcPort, membershipPort: await freeLowPort(), bindOnLocalHost: true },
  });
  const information = {
    enabled: true,
    initialFailoverVersion: 1,
    rpcName: 'frontend',
    rpcAddress: `${ip}:${port}`,
  };
  return {
    log: { stdout: true, level: 'error' },
    persistence: {
      numHistoryShards: Number(NUM_HISTORY_SHARDS),
      defaultStore: 'default',
      visibilityStore: 'visibility',
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: ip } },
    services: {
      frontend: await service(port),
      matching: await service(await freePort()),
      history: await service(await freePort()),
      worker: await service(await freePort()),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: { active: information },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: {
      filepath: projectFile('deploy/temporal/dynamic-config.yaml'),
      pollInterval: '60s',
    },
  };
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, ip, () => socket.end(() => resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on ${ip}:${port} after a minute`);
}

async function stopAll(kept: readonly ChildProcess[], folder: string): Promise<void> {
  // The server first: it would only complain about the database's end.
  for (const child of kept.toReversed()) {
    if (child.exitCode !== null) continue;
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await once(child, 'exit');
    clearTimeout(timer);
  }
  await rm(folder, { recursive: true, force: true });
}
