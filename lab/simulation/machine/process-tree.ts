import { readFileSync } from 'node:fs';
import { allProcessIds } from '../../machines/process-identity.ts';

/** Stops a process and all that descend from it, also what was forked meanwhile. @returns the call that lets them go on */
export function freeze(root: number): () => void {
  const frozen = new Set<number>();
  for (;;) {
    const fresh = descendantsOf(root).filter((pid) => !frozen.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      frozen.add(pid);
      send(pid, 'SIGSTOP');
    }
  }
  return () => {
    for (const pid of frozen) send(pid, 'SIGCONT');
  };
}

/** The process itself first. */
function descendantsOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of allProcessIds()) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
