import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { attachLab, type LabCluster } from '../../../lab/cluster/lab-cluster.ts';
import type { LabMode } from '../../../lab/cluster/lab-node.ts';
import { readLabState } from '../../../lab/cluster/lab-state.ts';
import { startLab } from '../../../lab/cluster/start-lab.ts';
import { runCommand } from '../../../lab/machines/host-command.ts';
import { whyNoMachines } from '../../../lab/machines/machine.ts';
import { processesOf } from '../../../lab/machines/marked-processes.ts';
import { allProcessIds, isAlive } from '../../../lab/machines/process-identity.ts';

const noMachines = await whyNoMachines();
const noSshd = existsSync('/usr/sbin/sshd') ? undefined : 'no sshd';
const say = () => {};

let folder: string;
let lab: LabCluster | undefined;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'ringlift-lab-test-'))));
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
  await rm(folder, { recursive: true });
});

for (const [mode, obstacle] of [['machines', noMachines] as const, ['processes', noSshd] as const]) {
  test.skipIf(obstacle)(
    `in ${mode}, a node is reached by SSH, stopped, started and cut off, and leaves nothing`,
    async () => {
      lab = await startLab({ folder, release: '5.0.9', nodes: 1, mode, say });
      const found = await attachLab(folder);
      expect((await found.nodetool('cass-01', 'status')).stdout).toMatch(
        new RegExp(`^UN\\s+${address(lab)}\\s`, 'm'),
      );

      const spec = specSchema.parse(
        lab.specFor({ target: '6.0-alpha2', tarball: { file: '/t', sha256: '0'.repeat(64) } }),
      );
      const rights = spec.ssh.sudo ? ['sudo', '-n'] : [];
      const { service } = spec.nodes[0]!;
      const stop = service?.kind === 'commands' ? service.stop : [...rights, 'service', 'cassandra', 'stop'];
      const start =
        service?.kind === 'commands' ? service.start : [...rights, 'service', 'cassandra', 'start'];
      expect(await overSsh(spec, ...stop)).toMatchObject({ exitCode: 0 });
      expect(await listens(address(lab), 9042)).toBe(false);
      expect(await overSsh(spec, ...start)).toMatchObject({ exitCode: 0 });
      await lab.awaitServing('cass-01');

      await found.powerOff('cass-01');
      expect(await listens(address(lab), spec.nodes[0]!.ssh?.port ?? spec.ssh.port)).toBe(false);
      if (mode === 'processes') expect(existsSync(lab.nodes[0]!.paths.pidFile)).toBe(false);
      await lab.powerOn('cass-01');
      await lab.awaitServing('cass-01');

      const traces = await tracesOf(folder, mode);
      expect(traces.processes()).not.toEqual([]);
      await lab.stop();
      lab = undefined;
      expect({
        processes: traces.processes(),
        interfaces: traces.interfaces(),
        mounts: traces.mounts(),
      }).toEqual({
        ...{ processes: [], interfaces: [], mounts: [] },
      });
      expect(existsSync(traces.lock)).toBe(false);
      await expect(attachLab(folder)).rejects.toThrow('no lab is here');
    },
  );
}

test.skipIf(noMachines)(
  'a lab whose Cassandra does not start says what its log says, and leaves nothing',
  async () => {
    const broken = startLab({
      folder,
      release: '5.0.9',
      nodes: 1,
      mode: 'machines',
      say,
      yamlExtra: 'no_such_key: 1',
    });
    await expect(broken).rejects.toThrow('no_such_key');
    expect(processesOf(join(folder, 'machines/cass-01'))).toEqual([]);
  },
);

const address = ({ nodes }: LabCluster) => nodes[0]!.address;

/** With the file of known hosts that the lab wrote, and no other. */
function overSsh(spec: ReturnType<typeof specSchema.parse>, ...argv: string[]) {
  const [node] = spec.nodes;
  const { user, port, privateKeyFile, knownHostsFile } = { ...spec.ssh, ...node!.ssh };
  const options = [`UserKnownHostsFile=${knownHostsFile}`, 'StrictHostKeyChecking=yes', 'BatchMode=yes'];
  const login = ['-i', privateKeyFile!, '-p', String(port), ...options.flatMap((option) => ['-o', option])];
  return runCommand(['ssh', '-F', 'none', ...login, `${user}@${node!.address}`, ...argv]);
}

/** What a lab may leave behind, to be looked at after its end. */
async function tracesOf(labFolder: string, mode: LabMode) {
  const { slot, running } = await readLabState(labFolder);
  const nodeFolder = join(labFolder, mode === 'machines' ? 'machines' : 'nodes', 'cass-01');
  const first = running['cass-01']!;
  return {
    lock: slot.lock,
    processes: () => [
      ...processesOf(nodeFolder),
      ...(isAlive(first) ? [first] : []),
      ...allProcessIds().filter((pid) => mountsOf(pid).includes(labFolder)),
    ],
    interfaces: () =>
      readdirSync('/sys/class/net').filter(
        (name) => mode === 'machines' && name.match(`^ringlift${slot.index}(m|$)`),
      ),
    mounts: () =>
      mountsOf('self')
        .split('\n')
        .filter((line) => line.includes(labFolder)),
  };
}

function mountsOf(pid: number | 'self'): string {
  try {
    return readFileSync(`/proc/${pid}/mounts`, 'utf8');
  } catch {
    return '';
  }
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}
