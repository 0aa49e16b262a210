/** Several labs on one computer at once: each takes a number, and its addresses and ports follow from that. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

export const slotCount = 32;

export interface Slot {
  readonly index: number;
  /** Exists exactly as long as the slot is taken: making a folder is atomic. */
  readonly lock: string;
}

interface Claim {
  readonly folder: string;
  readonly by: ProcessIdentity;
}

/** The lowest free number. A slot is free again when its lab's folder holds no lab and its claimer is gone. */
export async function takeSlot(
  folder: string,
  free: (index: number) => boolean,
  locks = tmpdir(),
): Promise<Slot> {
  for (let index = 0; index < slotCount; index++) {
    const lock = join(locks, `ringlift-lab-${index}`);
    await dropAbandoned(lock);
    if (!free(index)) continue;
    try {
      await mkdir(lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    await writeFile(
      join(lock, 'claim.json'),
      JSON.stringify({ folder, by: identify(process.pid)! } satisfies Claim),
    );
    return { index, lock };
  }
  throw new Error(`all ${slotCount} places for labs are taken: end one with \`lab down\``);
}

export async function leaveSlot(slot: Slot): Promise<void> {
  await rm(slot.lock, { recursive: true, force: true });
}

async function dropAbandoned(lock: string): Promise<void> {
  let claim: Claim;
  try {
    claim = JSON.parse(await readFile(join(lock, 'claim.json'), 'utf8')) as Claim;
  } catch {
    return; // Free, or being claimed at this moment.
  }
  if (isAlive(claim.by) || existsSync(join(claim.folder, 'lab.json'))) return;
  // Renamed first: of two that find it abandoned, one succeeds.
  const away = `${lock}-abandoned-${process.pid}`;
  try {
    await rename(lock, away);
  } catch {
    return;
  }
  await rm(away, { recursive: true, force: true });
}
