/** Nodes on machines of their own: init, sshd, sudo and `service cassandra`, as on rented hosts. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageJavaHome } from '../machines/base-image.ts';
import { mustRun } from '../machines/host-command.ts';
import {
  bootMachine,
  layOutMachine,
  mustRunInside,
  powerOff,
  runInside,
  type MachineDescription,
} from '../machines/machine.ts';
import { addressOf, networkOf, removeBridge } from '../machines/network.ts';
import { isAlive, type ProcessIdentity } from '../machines/process-identity.ts';
import type { Ground } from './ground.ts';
import { initScript } from './init-script.ts';
import { hostsFile, type KeyRing } from './key-ring.ts';
import type { LabNode, NodePaths } from './lab-node.ts';
import { unpack } from './unpack.ts';

const paths: NodePaths = {
  home: '/opt/cassandra',
  releases: '/opt',
  data: '/var/lib/cassandra',
  logs: '/var/log/cassandra',
  pidFile: '/run/cassandra/cassandra.pid',
  javaHome: imageJavaHome,
};

export function machinePlace(
  slot: number,
): (number: number) => Pick<LabNode, 'address' | 'sshPort' | 'jmxPort' | 'paths'> {
  return (number) => ({ address: addressOf(networkOf(slot), number), sshPort: 22, jmxPort: 7199, paths });
}

export interface MachinesGroundOptions {
  readonly folder: string;
  readonly slot: number;
  readonly baseFolder: string;
  readonly nodes: readonly LabNode[];
  readonly keys: KeyRing;
  readonly running: ReadonlyMap<string, ProcessIdentity>;
  /** Called after each boot and each power cut, so that another process can find the machine. */
  readonly changed: (node: LabNode, init: ProcessIdentity | undefined) => Promise<void>;
}

export function machinesGround({
  folder,
  slot,
  baseFolder,
  nodes,
  keys,
  running,
  changed,
}: MachinesGroundOptions): Ground {
  const inits = new Map(running);
  const network = networkOf(slot);
  const describe = ({ name, number }: LabNode): MachineDescription => ({
    ...{ name, number, network },
    ...{ folder: join(folder, 'machines', name), baseFolder: join(baseFolder, 'root') },
  });
  const initOf = ({ name }: LabNode): ProcessIdentity => {
    const init = inits.get(name);
    if (!init || !isAlive(init)) throw new Error(`${name} is off`);
    return init;
  };
  const powerOn = async (node: LabNode): Promise<void> => {
    const known = inits.get(node.name);
    if (known && isAlive(known)) return;
    const init = await bootMachine(describe(node));
    inits.set(node.name, init);
    await changed(node, init);
  };

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
      await mustRunInside(initOf(node), ['sh', '-c', ownership]);
    },
    async startService(node) {
      await mustRunInside(initOf(node), ['service', 'cassandra', 'start']);
      await mustRunInside(initOf(node), ['update-rc.d', 'cassandra', 'defaults']);
    },
    async stopService(node) {
      await mustRunInside(initOf(node), ['service', 'cassandra', 'stop']);
    },
    exec: (node, argv, options) => runInside(initOf(node), argv, options),
    async powerOff(node) {
      const init = inits.get(node.name);
      inits.delete(node.name);
      if (init) await powerOff(init);
      await changed(node, undefined);
    },
    powerOn,
    async end() {
      await Promise.all([...inits.values()].map(powerOff));
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
  await put('etc/init.d/cassandra', initScript(paths), 0o755);
  await put('home/ringlift/.ssh/authorized_keys', await keys.authorizedKey(), 0o600);
  await keys.makeHostKeys(node, join(upper, 'etc/ssh'));
}
