/** All processes that belong together: those that carry a mark in their environment, and the descendants of one process. */
import { readFileSync } from 'node:fs';
import { allProcessIds, identify, type ProcessIdentity } from './process-identity.ts';

/**
 * @param root its descendants count too, and it itself: sshd overwrites its own environment, so a mark is not seen there
 */
export function processesOf(variable: string, value: string, root: number | undefined): ProcessIdentity[] {
  const mark = `${variable}=${value}`;
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
