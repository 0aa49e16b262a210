/** Choosing between the two modes and putting the chosen one in place. */
import { baseImage } from '../machines/base-image.ts';
import type { Say } from '../toolchain/cache-folder.ts';
import { whyNoMachines } from '../machines/machine.ts';
import { bridgeExists, makeBridge, networkOf } from '../machines/network.ts';
import type { ProcessIdentity } from '../machines/process-identity.ts';
import type { Ground } from './ground.ts';
import type { KeyRing } from './key-ring.ts';
import type { LabMode, LabNode } from './lab-node.ts';
import type { LabState } from './lab-state.ts';
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

export async function placeOf(mode: LabMode, javaHome: string, say: Say): Promise<Place> {
  if (mode === 'processes') {
    return {
      isFree: () => true,
      at: (slot, folder) => processPlace(slot, folder, javaHome),
      open: async () => {},
    };
  }
  return {
    baseFolder: (await baseImage(say)).folder,
    isFree: (slot) => !bridgeExists(networkOf(slot)),
    at: (slot) => machinePlace(slot),
    open: (slot) => makeBridge(networkOf(slot)),
  };
}

export function groundOf(
  folder: string,
  state: LabState,
  keys: KeyRing,
  changed: (node: LabNode, first: ProcessIdentity | undefined) => Promise<void>,
): Ground {
  const common = {
    folder,
    nodes: state.nodes,
    keys,
    running: new Map(Object.entries(state.running)),
    changed,
  };
  if (state.mode === 'processes') return processesGround(common);
  if (state.baseFolder === undefined)
    throw new Error(`${folder}/lab.json: a lab of machines without a base image`);
  return machinesGround({ ...common, slot: state.slot.index, baseFolder: state.baseFolder });
}
