/** Nodes on machines of their own: init, sshd, sudo and `service cassandra`, as on rented hosts. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageJavaHome } from '../machines/base-image.ts';
import { mustRun } from '../machines/host-command.ts';
import {
  bootMachine,
  endMachine,
  layOutMachine,
  mustRunInside,
  runInside,
  type MachineDescription,
} from '../machines/machine.ts';
import { addressOf, networkOf, removeBridge, setCable } from '../machines/network.ts';
import { isAlive, type ProcessIdentity } from '../machines/process-identity.ts';
import type { Ground, GroundOptions } from './ground.ts';
import { initScript } from './init-script.ts';
import { hostsFile, type KeyRing } from './key-ring.ts';
import type { LabNode, NodePaths } from './lab-node.ts';
import { unpack } from './unpack.ts';

const paths: Omit<NodePaths, 'javaHome'> = {
  home: '/opt/cassandra',
  releases: '/opt',
  data: '/var/lib/cassandra',
  logs: '/var/log/cassandra',
  pidFile: '/run/cassandra/cassandra.pid',
};

export function machinePlace(
  slot: number,
  javaHome: string,
): (number: number) => Pick<LabNode, 'address' | 'sshPort' | 'jmxPort' | 'paths'> {
  return (number) => ({
    address: addressOf(networkOf(slot), number),
    sshPort: 22,
    jmxPort: 7199,
    paths: { ...paths, javaHome },
  });
}

export interface MachinesGroundOptions extends GroundOptions {
  readonly slot: number;
  readonly baseFolder: string;
}

export function machinesGround({
  folder,
  slot,
  baseFolder,
  nodes,
  keys,
  store,
}: MachinesGroundOptions): Ground {
  const network = networkOf(slot);
  const describe = ({ name, number }: LabNode): MachineDescription => ({
    ...{ name, number, network },
    ...{ folder: join(folder, 'machines', name), baseFolder: join(baseFolder, 'root') },
  });
  const findInit = async ({ name }: LabNode): Promise<ProcessIdentity | undefined> => {
    const init = (await store.read()).running[name];
    return init && isAlive(init) ? init : undefined;
  };
  const initOf = async (node: LabNode): Promise<ProcessIdentity> => {
    const init = await findInit(node);
    if (!init) throw new Error(`${node.name} is off`);
    return init;
  };
  const powerOn = async (node: LabNode): Promise<void> => {
    if (await findInit(node)) return;
    await bootMachine(describe(node), (init) => store.setRunning(node.name, init));
  };

  const end = async (node: LabNode) => endMachine(describe(node).folder, await findInit(node));

  return {
    user: 'ringlift',
    async prepare(node, tarball, config) {
      const machine = describe(node);
      await layOutMachine(machine);
      const upper = join(machine.folder, 'upper');
      await writeSystemFiles(upper, node, nodes, keys);
      const release = await unpack(tarball, join(upper, paths.releases));
      await mustRun(['ln', '-sfn', join(paths.releases, release), join(upper, paths.home)]);
      const conf = join(upper, paths.releases, release, 'conf');
      const files = await config((name) => readFile(join(conf, name), 'utf8').catch(() => ''));
      for (const [name, text] of Object.entries(files)) await writeFile(join(conf, name), text);
      await powerOn(node);
      await mustRunInside(await initOf(node), ['sh', '-c', ownership]);
    },
    async startService(node, jvmOptions) {
      // `service` passes no environment on: this file is how an operator would give options for one start.
      const withDefaults = `printf '%s\\n' "export JVM_EXTRA_OPTS='$1'" >/etc/default/cassandra; service cassandra start; rm /etc/default/cassandra`;
      await mustRunInside(
        await initOf(node),
        jvmOptions ? ['sh', '-c', withDefaults, 'start', jvmOptions] : ['service', 'cassandra', 'start'],
      );
      // From the first start on the machine's own boot starts it too.
      await mustRunInside(await initOf(node), ['update-rc.d', 'cassandra', 'defaults']);
    },
    async stopService(node) {
      await mustRunInside(await initOf(node), ['service', 'cassandra', 'stop']);
    },
    exec: async (node, argv, options) => runInside(await initOf(node), argv, options),
    async powerOff(node) {
      await end(node);
      await store.setRunning(node.name, undefined);
    },
    powerOn,
    setCable: ({ number }, state) => setCable(network, number, state),
    async end() {
      await Promise.all(nodes.map(end));
      await removeBridge(network);
    },
  };
}

const ownership = `set -e
chown cassandra:cassandra ${paths.data} ${paths.logs}
for folder in data commitlog hints saved_caches cdc_raw; do
  install -d -o cassandra -g cassandra -m 750 ${paths.data}/$folder
done
chown -R ringlift:ringlift /home/ringlift
chmod 600 /home/ringlift/.ssh/authorized_keys`;

/** What makes this machine differ from the base image. */
async function writeSystemFiles(
  upper: string,
  node: LabNode,
  nodes: readonly LabNode[],
  keys: KeyRing,
): Promise<void> {
  const put = async (path: string, text: string, mode = 0o644) => {
    const file = join(upper, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text, { mode });
  };
  await put('etc/hostname', `${node.name}\n`);
  await put('etc/hosts', hostsFile(nodes));
  await put('etc/init.d/cassandra', initScript(node.paths), 0o755);
  if (node.paths.javaHome !== imageJavaHome) await bringJava(node.paths.javaHome, upper);
  await put('home/ringlift/.ssh/authorized_keys', await keys.authorizedKey(), 0o600);
  await keys.makeHostKeys(node, join(upper, 'etc/ssh'));
}

/** A JDK that the image does not have goes to the same path as on this computer, which may be built into it. */
async function bringJava(home: string, upper: string): Promise<void> {
  await mkdir(join(upper, home), { recursive: true });
  await mustRun(['cp', '-a', `${home}/.`, join(upper, home)]);
  // Such as /root, which others may not pass in the base image.
  for (let folder = dirname(home); folder !== '/'; folder = dirname(folder))
    await chmod(join(upper, folder), 0o755);
}
