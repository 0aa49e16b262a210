/** A real Cassandra cluster on this computer, with SSH to each node, for trying upgrades on. */
import { resolve } from 'node:path';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { CommandOptions, CommandResult } from '../machines/host-command.ts';
import type { ReleaseVersion } from '../releases/release-line.ts';
import { leaveSlot } from '../machines/slot.ts';
import { awaitServing } from './await-serving.ts';
import type { Ground } from './ground.ts';
import { groundOf } from './ground-of.ts';
import { keyRing } from './key-ring.ts';
import type { LabMode, LabNode } from './lab-node.ts';
import { forgetLabState, readLabState, type LabState } from './lab-state.ts';
import { specFor, type SpecForOptions } from './spec-for.ts';

export interface LabCluster {
  readonly mode: LabMode;
  readonly folder: string;
  /** Started with; an upgrade does not change it. */
  readonly release: ReleaseVersion;
  readonly nodes: readonly LabNode[];
  /** A valid spec file for the product, before defaults. */
  specFor(options: SpecForOptions): SpecInput;
  node(name: string): LabNode;
  /** Runs as root inside the machine, or as this user in processes. Any exit code is returned. */
  exec(name: string, argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  nodetool(name: string, ...args: string[]): Promise<CommandResult>;
  startService(name: string): Promise<void>;
  stopService(name: string): Promise<void>;
  /** Waits until the node serves CQL; throws with the end of its log when its process is gone. */
  awaitServing(name: string, limitMillis?: number): Promise<void>;
  /** Sends a signal to the node's Cassandra; false when none runs. KILL: a crash; STOP and CONT: a frozen node. */
  signalCassandra(name: string, signal: 'KILL' | 'STOP' | 'CONT' | 'TERM'): Promise<boolean>;
  /** A power cut: every process of the host is gone at once. */
  powerOff(name: string): Promise<void>;
  /** The host boots with the disks that it had; Cassandra starts with it, as services do. */
  powerOn(name: string): Promise<void>;
  /** Machines only: the network cable is pulled, or put back. */
  setCable(name: string, state: 'up' | 'down'): Promise<void>;
  /** Ends all its processes and takes away what is outside of its folder; files stay. */
  stop(): Promise<void>;
}

/** Finds a lab that another process started. */
export async function attachLab(folder: string): Promise<LabCluster> {
  const whole = resolve(folder);
  return labOf(whole, await readLabState(whole));
}

/** What is needed to bring a lab up, besides using it. */
export interface NewLab extends LabCluster {
  readonly ground: Ground;
}

export async function labOf(folder: string, state: LabState): Promise<NewLab> {
  const keys = await keyRing(folder);
  const ground = groundOf(folder, state, keys);
  const nodeOf = (name: string): LabNode => {
    const found = state.nodes.find((node) => node.name === name);
    if (found) return found;
    throw new Error(`${folder}: no node ${name}, only ${state.nodes.map((node) => node.name).join(', ')}`);
  };
  return {
    ...{ mode: state.mode, folder, release: state.release, nodes: state.nodes, ground },
    node: nodeOf,
    specFor: (options) => specFor({ ...state, ...keys, folder, user: ground.user }, options),
    exec: async (name, argv, options) => ground.exec(nodeOf(name), argv, options),
    nodetool: async (name, ...args) => {
      const { paths, jmxPort } = nodeOf(name);
      return ground.exec(nodeOf(name), [`${paths.home}/bin/nodetool`, '-p', String(jmxPort), ...args], {
        env: { JAVA_HOME: paths.javaHome },
      });
    },
    startService: async (name) => ground.startService(nodeOf(name)),
    stopService: async (name) => ground.stopService(nodeOf(name)),
    awaitServing: async (name, limitMillis = 240_000) => awaitServing(ground, nodeOf(name), limitMillis),
    async signalCassandra(name, signal) {
      const script = 'pid=$(cat "$1") && kill -s "$2" "$pid"';
      const args = [nodeOf(name).paths.pidFile, signal];
      return (await ground.exec(nodeOf(name), ['sh', '-c', script, 'signal', ...args])).exitCode === 0;
    },
    powerOff: async (name) => ground.powerOff(nodeOf(name)),
    powerOn: async (name) => ground.powerOn(nodeOf(name)),
    setCable: async (name, cable) => ground.setCable(nodeOf(name), cable),
    async stop() {
      await ground.end();
      await forgetLabState(folder);
      await leaveSlot(state.slot);
    },
  };
}
