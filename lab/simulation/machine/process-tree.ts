import { readFileSync } from 'node:fs';
import { allProcessIds } from '../../machines/process-identity.ts';

/**
 * Stops what a command runs, also what was forked meanwhile. Not its root, which entered the machine, and not that one's
 * own child: nsenter stops itself when it hears that its child was stopped, and it may hear so only after both were let
 * go on. @returns the call that lets them go on
 */
export function freeze(root: number): () => void {
  const frozen = new Set<number>();
  for (;;) {
    const fresh = grandchildrenOf(root).filter((pid) => !frozen.has(pid));
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

/** All that descend from a process's children. */
function grandchildrenOf(root: number): number[] {
  const children = childrenOf();
  const found = (children.get(root) ?? []).flatMap((child) => children.get(child) ?? []);
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of allProcessIds()) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
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
