/** Choosing between the two modes and putting the chosen one in place. */
import { baseImage, imageJava, imageJavaHome } from '../machines/base-image.ts';
import type { Say } from '../toolchain/cache-folder.ts';
import { findJdk } from '../toolchain/jdk.ts';
import { whyNoMachines } from '../machines/machine.ts';
import { bridgeExists, makeBridge, networkOf } from '../machines/network.ts';
import type { ReleaseVersion } from '../releases/release-line.ts';
import type { Ground } from './ground.ts';
import { javaFor } from './java-for.ts';
import type { KeyRing } from './key-ring.ts';
import type { LabMode, LabNode } from './lab-node.ts';
import { labStore, type LabState } from './lab-state.ts';
import { machinePlace, machinesGround } from './machines-ground.ts';
import { processesGround, processPlace } from './processes-ground.ts';

export async function modeOfThisComputer(say: Say): Promise<LabMode> {
  const obstacle = await whyNoMachines();
  if (obstacle === undefined) return 'machines';
  say(`No machines on this computer (${obstacle}): nodes are plain processes`);
  return 'processes';
}

export interface Place {
  readonly baseFolder?: string;
  /** Whether nothing else on this computer uses what the slot stands for. */
  isFree(slot: number): boolean;
  at(
    slot: number,
    folder: string,
  ): (number: number, name: string) => Pick<LabNode, 'address' | 'sshPort' | 'jmxPort' | 'paths'>;
  /** Makes what all nodes of the lab share. */
  open(slot: number): Promise<void>;
}

export async function placeOf(mode: LabMode, release: ReleaseVersion, say: Say): Promise<Place> {
  const java = javaFor(release);
  if (mode === 'processes') {
    const { home } = await findJdk(java, say);
    return {
      isFree: () => true,
      at: (slot, folder) => processPlace(slot, folder, home),
      open: async () => {},
    };
  }
  const javaHome = java === imageJava ? imageJavaHome : (await findJdk(java, say)).home;
  return {
    baseFolder: (await baseImage(say)).folder,
    isFree: (slot) => !bridgeExists(networkOf(slot)),
    at: (slot) => machinePlace(slot, javaHome),
    open: (slot) => makeBridge(networkOf(slot)),
  };
}

export function groundOf(folder: string, state: LabState, keys: KeyRing): Ground {
  const common = { folder, nodes: state.nodes, keys, store: labStore(folder) };
  if (state.mode === 'processes') return processesGround(common);
  if (state.baseFolder === undefined)
    throw new Error(`${folder}/lab.json: a lab of machines without a base image`);
  return machinesGround({ ...common, slot: state.slot.index, baseFolder: state.baseFolder });
}
