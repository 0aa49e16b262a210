/**
 * What simulated machines stand on: a mount namespace of their own with a small file system in memory for each, which is
 * gone when this process is, however it ends. As root, or else in a user namespace.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from '../../machines/process-identity.ts';

export interface Ground {
  /** The same path inside and outside; inside, each machine's folder is its own file system. */
  readonly folder: string;
  /** Words before a program that runs it in the namespace. */
  readonly enter: readonly string[];
  /** Where this process finds a path of the namespace. */
  outside(path: string): string;
  end(): Promise<void>;
}

/** Enough that the gate of free space is open; pages are taken only when written. */
export const diskBytes = 8 * 1024 ** 3;
export const diskName = 'ringlift-simulation';

const setUp = `
for folder; do
  mount -t tmpfs -o size=${diskBytes},mode=755 ${diskName} "$folder" || exit
done
echo ready
read -r _
`;

/** @throws Error where the computer allows no namespaces */
export async function makeGround(machines: readonly string[]): Promise<Ground> {
  sweep();
  const own = identify(process.pid);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${own?.pid}-${own?.startTicks}-`));
  const folders = machines.map((name) => join(folder, name));
  for (const each of folders) mkdirSync(each);
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  // It reads until this process is gone: then nothing holds the namespace any more.
  const words = [...user, '--mount', '--propagation', 'private', 'sh', '-c', setUp, 'ground', ...folders];
  const holder = spawn('unshare', words, { stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    await untilReady(holder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const target = ['--target', String(holder.pid), '--mount'];
  const enter = ['nsenter', ...target, ...(user.length > 0 ? ['--user', '--preserve-credentials'] : [])];
  return {
    folder,
    enter,
    outside: (path) => `/proc/${holder.pid}/root${path}`,
    async end() {
      const ended = once(holder, 'exit');
      holder.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const prefix = 'ringlift-simulation-';

/** Removes the empty folders of simulations whose process was killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, startTicks] = /^ringlift-simulation-(\d+)-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || startTicks === undefined || isAlive({ pid: Number(pid), startTicks })) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: he sweeps it himself.
    }
  }
}

/** Waits for the word `ready`. @throws Error with what was said instead */
export async function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  child.stdin?.on('error', () => undefined);
  child.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (piece: Buffer) => piece.toString().includes('ready') && resolve());
    child.once('error', reject);
    child.once('close', (code) =>
      reject(
        new Error(`simulated machines need namespaces of Linux, which ended with ${code}: ${said.trim()}`),
      ),
    );
  });
  await ready;
}
