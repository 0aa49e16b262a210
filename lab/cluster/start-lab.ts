/** Bringing up a lab. */
import { access, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { takeSlot } from '../machines/slot.ts';
import { releaseTarball } from '../releases/release-tarball.ts';
import type { ReleaseVersion } from '../releases/release-line.ts';
import type { Say } from '../toolchain/cache-folder.ts';
import { awaitAgreement } from './await-agreement.ts';
import { configFiles } from './config-files.ts';
import { modeOfThisComputer, placeOf } from './ground-of.ts';
import { labOf, type LabCluster } from './lab-cluster.ts';
import { labNodes, type LabMode, type LabNode } from './lab-node.ts';
import { stateFileOf, writeLabState, type LabState } from './lab-state.ts';

export interface LabOptions {
  /** Of the lab alone; made when missing. Holds everything but locks and, in machines, the bridge. */
  readonly folder: string;
  /** Release to install and start. */
  readonly release: ReleaseVersion;
  /** Its tarball. Default: the lab's own. */
  readonly tarball?: string;
  readonly nodes?: number;
  /** Default: one. */
  readonly dataCenters?: number;
  readonly clusterName?: string;
  /** Default: machines where this computer allows them. */
  readonly mode?: LabMode;
  readonly say: Say;
  /** Lines for the end of every node's cassandra.yaml. */
  readonly yamlExtra?: string;
}

/** A busy computer's: gossip needs a few seconds. */
const agreementLimitMillis = 120_000;

/** Nodes of a cluster that holds nothing yet need not stream it from each other, and so can join together. */
const freshCluster = '-Dcassandra.auto_bootstrap=false';

/** Brings up hosts, then Cassandra on the seed, then on the others, until all see each other. On failure nothing is left running. */
export async function startLab(options: LabOptions): Promise<LabCluster> {
  const { say, release } = options;
  const folder = resolve(options.folder);
  const mode = options.mode ?? (await modeOfThisComputer(say));
  await emptyLabFolder(folder);
  const place = await placeOf(mode, release, say);
  const tarball = options.tarball ?? (await releaseTarball(release, say)).file;
  const slot = await takeSlot(folder, (index) => place.isFree(index));
  const { clusterName = 'lab', yamlExtra } = options;
  const common = { clusterName, release, yamlExtra };
  const state: LabState = {
    ...{ mode, clusterName, release, slot, baseFolder: place.baseFolder },
    ...{
      nodes: labNodes(options.nodes ?? 3, place.at(slot.index, folder), options.dataCenters),
      running: {},
    },
  };
  const lab = await labOf(folder, state);
  try {
    await writeLabState(folder, state);
    await place.open(slot.index);
    const seeds = state.nodes.filter(({ seed }) => seed).map(({ address }) => address);
    const began = Date.now();
    await allOf(
      state.nodes.map((node) =>
        lab.ground.prepare(node, tarball, (shipped) =>
          configFiles({ ...common, node, nodeCount: state.nodes.length, seeds }, shipped),
        ),
      ),
    );
    say(`${state.nodes.length} hosts answer after ${Date.now() - began} ms (${mode}, in ${folder})`);
    const start = async (node: LabNode) => {
      await lab.ground.startService(node, freshCluster);
      await lab.awaitServing(node.name);
      say(`${node.name} serves CQL on ${release} after ${Date.now() - began} ms`);
    };
    // One after the other, so that there is one ring from the beginning.
    for (const node of state.nodes.filter(({ seed }) => seed)) await start(node);
    await allOf(state.nodes.filter(({ seed }) => !seed).map(start));
    await awaitAgreement(lab, agreementLimitMillis);
    say(`all see each other after ${Date.now() - began} ms`);
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

/** What an earlier lab left is of no use to a new one: its keys and disks would be taken for the new one's. */
async function emptyLabFolder(folder: string): Promise<void> {
  const running = await access(stateFileOf(folder)).then(
    () => true,
    () => false,
  );
  if (running) throw new Error(`${folder}: a lab is here already. End it with lab down --folder ${folder}.`);
  for (const name of ['machines', 'nodes', 'ssh', 'state'])
    await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

/** Waits for all even when one fails, so that nothing goes on behind the failure's back. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
