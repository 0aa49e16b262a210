/** The processes of this machine, as Linux tells them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessRow {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
}

export function readProcesses(): ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const match = /^(\d+) \((.*)\) (\S) (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'));
        return match
          ? [{ pid: Number(match[1]), name: match[2]!, state: match[3]!, ppid: Number(match[4]) }]
          : [];
      } catch {
        return []; // It ended meanwhile.
      }
    });
}

/** Those that have ended meanwhile are passed over. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself.
    }
  }
}

export function isRunning(pid: number): boolean {
  return readProcesses().some((process) => process.pid === pid && process.state !== 'Z');
}
