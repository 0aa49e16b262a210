/** A process by its id and its start, so that a recycled id is never taken for the process that once had it. */
import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the machine's boot to the start of the process, as /proc has it. */
  readonly startTicks: string;
}

/** Undefined when no such process lives; a zombie counts as gone. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks and parentheses itself: fields are counted from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (startTicks === undefined || state === 'Z' || state === 'X') return undefined;
    return { pid, startTicks };
  } catch {
    return undefined;
  }
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks;
}

/** Sends a signal to exactly that process; false when it is gone. */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isAlive(target)) return false;
  try {
    return process.kill(target.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Ids of all processes that this user can see. */
export function allProcessIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The first child of a process, by scanning: /proc/<pid>/task/<pid>/children is not in every kernel. */
export function childOf(parent: number): number | undefined {
  return allProcessIds().find((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
}

/** Waits until the process is gone, or throws after the limit. */
export async function awaitGone(target: ProcessIdentity, limitMillis: number): Promise<void> {
  const deadline = Date.now() + limitMillis;
  while (isAlive(target)) {
    if (Date.now() > deadline) throw new Error(`process ${target.pid} still lives after ${limitMillis} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
