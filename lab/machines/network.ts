/** A bridge for each lab, with one virtual cable to each machine. No route leads out: machines see each other and this computer. */
import { existsSync, readdirSync } from 'node:fs';
import { mustRun, runCommand } from './host-command.ts';

export interface LabNetwork {
  readonly bridge: string;
  /** First three numbers of all its addresses, from the range for testing devices (RFC 2544). */
  readonly prefix: string;
}

/** Slot 0 is 198.18.77.0/24 on `ringlift0`. */
export function networkOf(slot: number): LabNetwork {
  return { bridge: `ringlift${slot}`, prefix: `198.18.${77 + slot}` };
}

export function addressOf(network: LabNetwork, machine: number): string {
  return `${network.prefix}.${10 + machine}`;
}

export function bridgeExists(network: LabNetwork): boolean {
  return existsSync(`/sys/class/net/${network.bridge}`);
}

export async function makeBridge({ bridge, prefix }: LabNetwork): Promise<void> {
  await mustRun(['ip', 'link', 'add', bridge, 'type', 'bridge']);
  await mustRun(['ip', 'addr', 'add', `${prefix}.1/24`, 'dev', bridge]);
  await mustRun(['ip', 'link', 'set', bridge, 'up']);
}

export async function removeBridge(network: LabNetwork): Promise<void> {
  // The kernel takes the cables of ended machines away in its own time; this does not wait for it.
  const mine = readdirSync('/sys/class/net').filter((name) => name.startsWith(cableOf(network, '')));
  for (const cable of mine) await runCommand(['ip', 'link', 'del', cable]);
  if (bridgeExists(network)) await mustRun(['ip', 'link', 'del', network.bridge]);
}

/** This computer's end of a machine's cable; names of interfaces hold at most 15 characters. */
export function cableOf(network: LabNetwork, machine: number | ''): string {
  return `${network.bridge}m${machine}`;
}

/** Puts a card `eth0` into the network namespace of a process. The cable vanishes with that namespace. */
export async function plugIn(network: LabNetwork, machine: number, pid: number): Promise<void> {
  const cable = cableOf(network, machine);
  // The kernel takes a dead machine's cable away in its own time.
  if (existsSync(`/sys/class/net/${cable}`)) await runCommand(['ip', 'link', 'del', cable]);
  await mustRun(['ip', 'link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
  await mustRun(['ip', 'link', 'set', cable, 'master', network.bridge, 'up']);
  const inside = (...args: string[]) => mustRun(['nsenter', '-t', String(pid), '-n', 'ip', ...args]);
  await inside('link', 'set', 'lo', 'up');
  await inside('link', 'set', 'eth0', 'up');
  await inside('addr', 'add', `${addressOf(network, machine)}/24`, 'dev', 'eth0');
}

/** Cuts the machine off, or joins it again: packets vanish without a word, as with a broken switch. */
export async function setCable(network: LabNetwork, machine: number, state: 'up' | 'down'): Promise<void> {
  await mustRun(['ip', 'link', 'set', cableOf(network, machine), state]);
}
