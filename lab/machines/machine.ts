/** One machine: its own file system, processes, host name and network card, on this computer's kernel. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { bootScript } from './boot-script.ts';
import {
  bareEnvironment,
  mustRun,
  runCommand,
  type CommandOptions,
  type CommandResult,
} from './host-command.ts';
import { nodeMarker, processesOf } from './marked-processes.ts';
import { plugIn, type LabNetwork } from './network.ts';
import { awaitGone, childOf, identify, isAlive, signal, type ProcessIdentity } from './process-identity.ts';

export interface MachineDescription {
  readonly name: string;
  /** 1 for the first machine of the lab. */
  readonly number: number;
  /** Holds `upper` (all that differs from the base image) and `disk` (/var/lib/cassandra): both outlive a power cut. */
  readonly folder: string;
  readonly baseFolder: string;
  readonly network: LabNetwork;
}

/** Makes the folders of a machine that was never booted. */
export async function layOutMachine({ folder }: MachineDescription): Promise<void> {
  // The mount options that name these folders have no way to quote them.
  if (!/^[\w./+-]+$/.test(folder))
    throw new Error(`${folder}: a lab's folder may hold letters, digits and _ . / + - only`);
  for (const part of ['upper', 'work', 'root', 'disk']) await mkdir(join(folder, part), { recursive: true });
}

/**
 * Powers the machine on and waits for its init.
 * @param started told the machine's first process as soon as it exists, so that it can be ended whatever happens next
 */
export async function bootMachine(
  machine: MachineDescription,
  started: (init: ProcessIdentity) => Promise<void>,
): Promise<void> {
  const log = await open(join(machine.folder, 'boot.log'), 'a');
  const namespaces = ['--mount', '--uts', '--ipc', '--pid', '--net'];
  const args = [machine.baseFolder, machine.folder, machine.name];
  const child = spawn(
    'unshare',
    [...namespaces, '--fork', '--kill-child', '--', 'sh', '-c', bootScript, 'boot', ...args],
    {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...bareEnvironment, [nodeMarker]: machine.folder },
      cwd: '/',
    },
  );
  await once(child, 'spawn');
  await log.close();
  child.unref();
  const pid = await within(5_000, () => childOf(child.pid!), machine);
  const init = await within(1_000, () => identify(pid), machine);
  try {
    await started(init);
    await plugIn(machine.network, machine.number, pid);
    await within(10_000, () => isInit(pid), machine);
  } catch (error) {
    await powerOff(init);
    throw error;
  }
}

/** A power cut: every process of the machine is gone at once, and its mounts and network card with it. */
export async function powerOff(init: ProcessIdentity): Promise<void> {
  signal(init, 'SIGKILL');
  await awaitGone(init, 30_000);
}

/** Ends whatever runs of a machine, also when its first process was never noted. */
export async function endMachine(folder: string, noted: ProcessIdentity | undefined): Promise<void> {
  if (noted) await powerOff(noted);
  // The mark is on what lies outside of the machine: unshare, which takes its child, the machine's init, with it.
  for (const outside of processesOf(folder)) {
    const pid = childOf(outside.pid);
    const init = pid === undefined ? undefined : identify(pid);
    if (init) await powerOff(init);
    signal(outside, 'SIGKILL');
    await awaitGone(outside, 10_000);
  }
}

/** Runs a program as root inside the machine. */
export function runInside(
  init: ProcessIdentity,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  if (!isAlive(init)) throw new Error(`the machine of process ${init.pid} is off`);
  return runCommand([...enter(init), ...argv], options);
}

export function mustRunInside(
  init: ProcessIdentity,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  if (!isAlive(init)) throw new Error(`the machine of process ${init.pid} is off`);
  return mustRun([...enter(init), ...argv], options);
}

function enter({ pid }: ProcessIdentity): string[] {
  return ['nsenter', '-t', String(pid), '-m', '-u', '-i', '-n', '-p', '-r', '--', 'env', '-C', '/'];
}

/** The boot script's shell has become init once its root holds /sbin/init and its name says so. */
async function isInit(pid: number): Promise<true | undefined> {
  const { stdout } = await runCommand(['cat', `/proc/${pid}/comm`]);
  return stdout.trim() === 'init' ? true : undefined;
}

async function within<T>(
  limitMillis: number,
  look: () => T | undefined | Promise<T | undefined>,
  { name, folder }: MachineDescription,
): Promise<T> {
  const deadline = Date.now() + limitMillis;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline)
      throw new Error(`${name} did not boot within ${limitMillis} ms: see ${folder}/boot.log`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether this computer lets this user make machines; if not, why not. */
export async function whyNoMachines(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  for (const program of ['debootstrap', 'unshare', 'nsenter', 'ip']) {
    const folders = bareEnvironment.PATH.split(':');
    if (!folders.some((folder) => existsSync(join(folder, program)))) return `no ${program}`;
  }
  const probe = ['unshare', '-m', '-u', '-i', '-p', '-n', '--fork', 'sh', '-c'];
  const script =
    'set -e; mount -t tmpfs tmpfs /mnt; cd /mnt; mkdir l u w m; mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m; ' +
    'ip link add type bridge; ip link add type veth';
  const { exitCode, stderr } = await runCommand([...probe, script]);
  return exitCode === 0
    ? undefined
    : `no namespaces, overlay, bridge or veth (${stderr.trim().split('\n').at(-1)})`;
}
