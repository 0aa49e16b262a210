/** Nodes as plain processes of this user, each with own folders and an own sshd: for computers without root or namespaces. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { bareEnvironment, mustRun, runCommand } from '../machines/host-command.ts';
import { awaitGone, identify, isAlive, signal, type ProcessIdentity } from '../machines/process-identity.ts';
import { nodeMarker, processesOf } from '../machines/marked-processes.ts';
import { awaitPort } from './await-serving.ts';
import type { Ground, GroundOptions } from './ground.ts';
import type { LabNode } from './lab-node.ts';
import { sshdConfig, startScript, stopScript } from './process-scripts.ts';
import { unpack } from './unpack.ts';

/** Loopback addresses and JMX ports that no other lab has; SSH ports differ so that a mix-up of nodes can't work. */
export function processPlace(
  slot: number,
  folder: string,
  javaHome: string,
): (number: number, name: string) => Pick<LabNode, 'address' | 'sshPort' | 'jmxPort' | 'paths'> {
  return (number, name) => {
    const own = nodeFolder(folder, name);
    return {
      address: `127.0.${slot}.${10 + number}`,
      sshPort: 2210 + number,
      jmxPort: 7210 + 10 * slot + number,
      paths: {
        home: join(own, 'opt/cassandra'),
        releases: join(own, 'opt'),
        data: join(own, 'data'),
        logs: join(own, 'logs'),
        pidFile: join(own, 'run/cassandra.pid'),
        javaHome,
      },
    };
  };
}

export function processesGround({ folder, nodes, keys, store }: GroundOptions): Ground {
  const own = ({ name }: LabNode) => nodeFolder(folder, name);
  const script = (node: LabNode, name: string) => join(own(node), 'bin', name);
  const environment = (node: LabNode) => ({
    ...{ [nodeMarker]: own(node), JAVA_HOME: node.paths.javaHome, HOME: userInfo().homedir },
  });
  const endAll = async (node: LabNode): Promise<void> => {
    const sshd = (await store.read()).running[node.name];
    // Twice at least: what was being forked during the first look is seen by the second.
    for (let quiet = 0; quiet < 2;) {
      const found = processesOf(own(node), sshd && isAlive(sshd) ? sshd.pid : undefined);
      for (const each of found) signal(each, 'SIGKILL');
      await Promise.all(found.map((each) => awaitGone(each, 10_000)));
      quiet = found.length === 0 ? quiet + 1 : 0;
    }
  };
  const powerOn = async (node: LabNode): Promise<void> => {
    const known = (await store.read()).running[node.name];
    if (known && isAlive(known)) return;
    const files = { config: join(own(node), 'ssh/sshd_config'), log: join(node.paths.logs, 'sshd.log') };
    await store.setRunning(node.name, await startSshd(files.config, files.log));
    await awaitPort(node.address, node.sshPort, 10_000);
  };

  return {
    user: userInfo().username,
    async prepare(node, tarball, config) {
      for (const name of ['bin', 'opt', 'logs', 'run', 'ssh'])
        await mkdir(join(own(node), name), { recursive: true });
      for (const name of ['data', 'commitlog', 'hints', 'saved_caches', 'cdc_raw']) {
        await mkdir(join(node.paths.data, name), { recursive: true });
      }
      const release = await unpack(tarball, node.paths.releases);
      const conf = join(node.paths.releases, release, 'conf');
      await mustRun(['ln', '-sfn', join(node.paths.releases, release), node.paths.home]);
      const files = await config((name) => readFile(join(conf, name), 'utf8').catch(() => ''));
      for (const [name, text] of Object.entries(files)) await writeFile(join(conf, name), text);
      await keys.makeHostKeys(node, join(own(node), 'ssh'));
      await writeFile(join(own(node), 'ssh/authorized_keys'), await keys.authorizedKey(), { mode: 0o600 });
      await writeFile(join(own(node), 'ssh/sshd_config'), sshdConfig(node, own(node)));
      await writeFile(script(node, 'start'), startScript(node, own(node), process.getuid?.() === 0), {
        mode: 0o755,
      });
      await writeFile(script(node, 'stop'), stopScript(node), { mode: 0o755 });
      await powerOn(node);
    },
    async startService(node, jvmOptions = '') {
      await mustRun([script(node, 'start')], { env: { ...environment(node), JVM_OPTIONS_ONCE: jvmOptions } });
    },
    async stopService(node) {
      await mustRun([script(node, 'stop')], { env: environment(node) });
    },
    exec: (node, argv, options) =>
      runCommand(argv, { ...options, env: { ...environment(node), ...options?.env } }),
    async powerOff(node) {
      await endAll(node);
      // As a host's /run after a boot: the number in a pid file that outlived its daemon may be another process's, or
      // the killed one's own while nobody has reaped it, and then nothing would be started.
      await rm(node.paths.pidFile, { force: true });
      await store.setRunning(node.name, undefined);
    },
    async powerOn(node) {
      await powerOn(node);
      await mustRun([script(node, 'start')], { env: environment(node) });
    },
    setCable: (node) => Promise.reject(new Error(`${node.name} is a process: it has no cable`)),
    async end() {
      await Promise.all(nodes.map(endAll));
    },
  };
}

export function nodeFolder(folder: string, name: string): string {
  return join(folder, 'nodes', name);
}

async function startSshd(config: string, logFile: string): Promise<ProcessIdentity> {
  // sshd wants this empty folder when root runs it; packages make it when the service starts.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const log = await open(logFile, 'a');
  const child = spawn('/usr/sbin/sshd', ['-f', config, '-D', '-e'], {
    ...{ detached: true, env: bareEnvironment, cwd: '/' },
    stdio: ['ignore', log.fd, log.fd],
  });
  await once(child, 'spawn');
  await log.close();
  child.unref();
  const found = identify(child.pid!);
  if (!found) throw new Error(`sshd ended at once: see ${logFile}`);
  return found;
}
