/** A real Cassandra cluster on this computer, with SSH to each node, for trying upgrades on. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { CommandOptions, CommandResult } from '../machines/host-command.ts';
import { releaseTarball } from '../releases/release-tarball.ts';
import type { ReleaseVersion } from '../releases/release-line.ts';
import type { Say } from '../toolchain/cache-folder.ts';
import { leaveSlot, takeSlot } from '../machines/slot.ts';
import { awaitServing } from './await-serving.ts';
import type { Ground } from './ground.ts';
import { groundOf, modeOfThisComputer, placeOf } from './ground-of.ts';
import { keyRing } from './key-ring.ts';
import { labNodes, type LabMode, type LabNode } from './lab-node.ts';
import { forgetLabState, readLabState, writeLabState, type LabState } from './lab-state.ts';
import { cassandraYaml, jvmOptions, ownJvmOptions, rackProperties } from './operator-config.ts';
import { specFor, type SpecForOptions } from './spec-for.ts';

export interface LabOptions {
  /** Of the lab alone; made when missing. Holds everything but locks and, in machines, the bridge. */
  readonly folder: string;
  /** Release to install and start. */
  readonly release: ReleaseVersion;
  /** Its tarball. Default: the lab's own. */
  readonly tarball?: string;
  readonly nodes?: number;
  readonly clusterName?: string;
  /** Default: machines where this computer allows them. */
  readonly mode?: LabMode;
  readonly say: Say;
  /** Lines for the end of every node's cassandra.yaml. */
  readonly yamlExtra?: string;
}

export interface LabCluster {
  readonly mode: LabMode;
  readonly folder: string;
  readonly release: string;
  readonly nodes: readonly LabNode[];
  /** A valid spec file for the product, before defaults. */
  specFor(options: SpecForOptions): Promise<SpecInput>;
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
  powerOff(name: string): Promise<void>;
  powerOn(name: string): Promise<void>;
  /** Ends all its processes and takes away what is outside of its folder; files stay. */
  stop(): Promise<void>;
}

/** Brings up hosts, then Cassandra on one node after the other. On failure nothing is left running. */
export async function startLab(options: LabOptions): Promise<LabCluster> {
  const { say, release } = options;
  const folder = resolve(options.folder);
  const mode = options.mode ?? (await modeOfThisComputer(say));
  await mkdir(folder, { recursive: true });
  const place = await placeOf(mode, release, say);
  const tarball = options.tarball ?? (await releaseTarball(release, say)).file;
  const slot = await takeSlot(folder, place.isFree);
  const clusterName = options.clusterName ?? 'lab';
  const state: LabState = {
    ...{ mode, clusterName, release, slot, baseFolder: place.baseFolder },
    ...{ nodes: labNodes(options.nodes ?? 3, place.at(slot.index, folder)), running: {} },
  };
  const lab = await labOf(folder, state);
  try {
    await writeLabState(folder, state);
    await place.open(slot.index);
    const seeds = state.nodes.filter(({ seed }) => seed).map(({ address }) => address);
    const began = Date.now();
    await allOf(
      state.nodes.map((node) =>
        lab.ground.prepare(node, tarball, async (shipped) => ({
          'cassandra.yaml': cassandraYaml({
            node,
            nodeCount: state.nodes.length,
            seeds,
            clusterName,
            release,
            yamlExtra: options.yamlExtra,
          }),
          'cassandra-rackdc.properties': rackProperties(node),
          ...(await jvmFiles(shipped)),
        })),
      ),
    );
    say(`${state.nodes.length} hosts answer after ${Date.now() - began} ms (${mode}, in ${folder})`);
    const start = async (node: LabNode) => {
      await lab.ground.startService(node, freshCluster);
      await lab.awaitServing(node.name);
      say(`${node.name} serves CQL on ${release} after ${Date.now() - began} ms`);
    };
    await allOf(state.nodes.filter(({ seed }) => seed).map(start));
    await allOf(state.nodes.filter(({ seed }) => !seed).map(start));
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

/** Finds a lab that another process started. */
export async function attachLab(folder: string): Promise<LabCluster> {
  const whole = resolve(folder);
  return labOf(whole, await readLabState(whole));
}

/** Nodes of a cluster that holds nothing yet need not stream it from each other, and so can join together. */
const freshCluster = '-Dcassandra.auto_bootstrap=false';

/** Waits for all even when one fails, so that nothing goes on behind the failure's back. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

async function jvmFiles(shipped: (name: string) => Promise<string>): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  // 3.11 has one file of options; later releases have a common one and one for each JDK.
  const main = (await shipped('jvm-server.options')) ? 'jvm-server.options' : 'jvm.options';
  files[main] = jvmOptions(await shipped(main), ownJvmOptions);
  for (const name of [
    'jvm8-server.options',
    'jvm11-server.options',
    'jvm17-server.options',
    'jvm21-server.options',
  ]) {
    const text = await shipped(name);
    if (text) files[name] = jvmOptions(text, []);
  }
  return files;
}

async function labOf(folder: string, state: LabState): Promise<LabCluster & { readonly ground: Ground }> {
  const keys = await keyRing(folder);
  const ground = groundOf(folder, state, keys);
  const nodeOf = (name: string): LabNode => {
    const found = state.nodes.find((node) => node.name === name);
    if (!found)
      throw new Error(`${folder}: no node ${name}, only ${state.nodes.map((node) => node.name).join(', ')}`);
    return found;
  };
  return {
    ...{ mode: state.mode, folder, release: state.release, nodes: state.nodes, ground },
    node: nodeOf,
    async specFor(options) {
      const user = ground.user;
      return specFor({ ...state, ...keys, user }, options);
    },
    exec: async (name, argv, options) => ground.exec(nodeOf(name), argv, options),
    nodetool: async (name, ...args) => {
      const { paths, jmxPort } = nodeOf(name);
      return ground.exec(nodeOf(name), [`${paths.home}/bin/nodetool`, '-p', String(jmxPort), ...args], {
        env: { JAVA_HOME: paths.javaHome },
      });
    },
    startService: async (name) => ground.startService(nodeOf(name)),
    stopService: async (name) => ground.stopService(nodeOf(name)),
    awaitServing: async (name, limitMillis = 120_000) => awaitServing(ground, nodeOf(name), limitMillis),
    async signalCassandra(name, signal) {
      const script = 'pid=$(cat "$1") && kill -s "$2" "$pid"';
      const args = [nodeOf(name).paths.pidFile, signal];
      return (await ground.exec(nodeOf(name), ['sh', '-c', script, 'signal', ...args])).exitCode === 0;
    },
    powerOff: async (name) => ground.powerOff(nodeOf(name)),
    powerOn: async (name) => ground.powerOn(nodeOf(name)),
    async stop() {
      await ground.end();
      await forgetLabState(folder);
      await leaveSlot(state.slot);
    },
  };
}
