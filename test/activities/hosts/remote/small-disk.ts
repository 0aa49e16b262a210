/** A host's state on a disk of its own that a test may fill: what a script makes of a full disk is seen, not thought out. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { Answer, HostBench } from './host-bench.ts';

/** Only root mounts. */
export const mayMount = process.getuid?.() === 0;

/** The host's state, as it is, on a disk of half a megabyte; of what is written there meanwhile nothing stays. */
export async function onSmallDisk(bench: HostBench, work: () => Promise<void>): Promise<void> {
  const folder = bench.path('state');
  const before = bench.path('state-before');
  mkdirSync(folder, { recursive: true });
  renameSync(folder, before);
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'ringlift-test', folder]);
  try {
    cpSync(before, folder, { recursive: true, preserveTimestamps: true });
    await work();
  } finally {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
    renameSync(before, folder);
  }
}

export function fill({ state }: HostBench): void {
  execFileSync('sh', ['-c', fillingCommand(fillerIn(state))]);
}

export function makeRoom({ state }: HostBench): void {
  rmSync(fillerIn(state), { force: true });
}

/** Takes every block that is left. */
function fillingCommand(filler: string): string {
  return `mkdir -p "${filler.replace(/\/[^/]*$/, '')}" && dd if=/dev/zero of="${filler}" bs=4k 2>/dev/null || true`;
}

function fillerIn(state: string): string {
  return `${state}/filler`;
}

/**
 * A changing script on disks that become full just before its first, its second, ... command that changes files; up to
 * the run that has no such command any more.
 * @param visit before makes the host as it was; after gets what the script said on the full disk, where room is made again
 * @returns how many runs that were
 */
export async function atEveryFullDisk(
  bench: HostBench,
  script: string,
  args: readonly string[],
  visit: {
    readonly before?: () => Promise<void> | void;
    readonly after: (answer: Answer, at: number) => Promise<void>;
  },
): Promise<number> {
  let at = 0;
  for (let isOver = false; !isOver;) {
    at += 1;
    await visit.before?.();
    await onSmallDisk(bench, async () => {
      const answer = await bench.change(script, args, {
        befalls: { at, command: fillingCommand(fillerIn(bench.state)) },
      });
      isOver = !existsSync(fillerIn(bench.state));
      makeRoom(bench);
      await visit.after(answer, at);
    });
  }
  return at;
}
