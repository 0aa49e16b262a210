/** All processes that belong together: those that carry a mark in their environment, and the descendants of one process. */
import { readFileSync } from 'node:fs';
import { allProcessIds, identify, type ProcessIdentity } from './process-identity.ts';

/** Environment variable that the processes of a node carry; its value is the node's folder. */
export const nodeMarker = 'RINGLIFT_LAB_NODE';

/**
 * @param root its descendants count too, and it itself: sshd overwrites its own environment, so a mark is not seen there
 */
export function processesOf(nodeFolder: string, root?: number): ProcessIdentity[] {
  const mark = `${nodeMarker}=${nodeFolder}`;
  const ids = allProcessIds().filter((pid) => pid !== process.pid);
  const parents = new Map(ids.map((pid) => [pid, parentOf(pid)]));
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && root !== undefined && (pid === root || descends(parents.get(pid)));
  return ids
    .filter((pid) => descends(pid) || environmentOf(pid).includes(mark))
    .map(identify)
    .filter((found) => found !== undefined);
}

function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 0 ? parent : undefined;
}

function environmentOf(pid: number): string[] {
  return read(`/proc/${pid}/environ`).split('\0');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
