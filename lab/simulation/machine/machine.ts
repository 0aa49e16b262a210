import {
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
  execFileSync,
  spawn,
} from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessIdentity, childOf, identify, signal } from '../../machines/process-identity.ts';
import { type Ground, diskBytes, diskName, untilReady } from './ground.ts';

/**
 * Process 1: it names the machine, gives it its own boot id, and ends with this process. Orphans that end are no zombies:
 * whoever ignores SIGCHLD need not fetch them. A shell's `read` would end at each of them.
 */
const boot = `
mount -t proc proc /proc || exit
mount --bind "$2" /proc/sys/kernel/random/boot_id || exit
hostname "$1" || exit
[ ! -d /usr/lib/jvm ] || mount -t tmpfs none /usr/lib/jvm
echo ready
exec env --ignore-signal=CHLD cat >/dev/null
`;

/** How often a disk is shrunk again whose files grew meanwhile. */
const shrinkings = 20;

/** A folder that plays a computer: own processes, host name, boot id, clock and disk. */
export class Machine {
  readonly name: string;
  readonly folder: string;
  readonly #ground: Ground;
  readonly #variables: Readonly<Record<string, string>>;
  #first: { readonly child: ChildProcess; readonly init: ProcessIdentity } | null = null;
  #bootId = '';
  #clockOffsetMillis = 0;

  /** @param variables of the environment of whatever runs there */
  constructor(ground: Ground, name: string, variables: Readonly<Record<string, string>> = {}) {
    this.#ground = ground;
    this.#variables = variables;
    this.name = name;
    this.folder = join(ground.folder, name);
    for (const each of ['bin', 'data', 'home', 'logs', 'opt', 'state', 'tmp'])
      mkdirSync(this.outside(this.at(each)), { recursive: true });
    writeFileSync(this.#keptClock, dateScript(0), { mode: 0o755 });
  }

  /** A path of the machine. */
  at(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Where this process finds a path of the machine. What is behind a symlink there has to be asked for itself. */
  outside(path: string): string {
    return this.#ground.outside(path);
  }

  get isOn(): boolean {
    return this.#first !== null;
  }

  get bootId(): string {
    return this.#bootId;
  }

  get clockOffsetMillis(): number {
    return this.#clockOffsetMillis;
  }

  async powerOn(): Promise<void> {
    if (this.#first) return;
    this.#bootId = randomUUID();
    const file = this.at('boot_id');
    writeFileSync(this.outside(file), `${this.#bootId}\n`);
    const [program = '', ...enter] = this.#ground.enter;
    const namespaces = ['unshare', '--mount', '--uts', '--pid', '--fork', '--kill-child'];
    const child = spawn(program, [...enter, ...namespaces, 'sh', '-c', boot, 'boot', this.name, file], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    await untilReady(child);
    const init = identify(childOf(child.pid!) ?? 0);
    if (!init) throw new Error(`${this.name} went off while it was switched on`);
    this.#first = { child, init };
  }

  /** Every process of the machine is killed, at once. */
  async powerOff(): Promise<void> {
    const first = this.#first;
    this.#first = null;
    if (!first) return;
    if (first.child.exitCode !== null || first.child.signalCode !== null) return;
    const ended = once(first.child, 'exit');
    signal(first.init, 'SIGKILL');
    await ended;
  }

  /** A command line run by the shell, as sshd does, in a session of its own. */
  shell(commandLine: string): ChildProcessWithoutNullStreams {
    return this.start(['/bin/sh', '-c', commandLine]);
  }

  /** @throws Error while the machine is off */
  start(words: readonly string[]): ChildProcessWithoutNullStreams {
    const [program = '', ...enter] = this.#inside();
    return spawn(program, [...enter, ...words], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: this.environment(),
    });
  }

  environment(): Record<string, string> {
    return {
      ...this.#variables,
      PATH: `${this.at('bin')}:/usr/local/bin:/usr/bin:/bin`,
      HOME: this.at('home'),
      TMPDIR: this.at('tmp'),
      SHELL: '/bin/sh',
    };
  }

  /** Its file system shrinks to what is on it, or gets its size back. */
  fillDisk(full: boolean): void {
    if (!full) return this.#resizeDisk(diskBytes);
    for (let left = shrinkings; ; left -= 1) {
      const { blocks, bfree, bsize } = statfsSync(this.outside(this.folder));
      try {
        return this.#resizeDisk(Math.max(1, blocks - bfree) * bsize);
      } catch (error) {
        // Somebody wrote in between, and it holds more than it is to be shrunk to.
        if (left === 0) throw error;
      }
    }
  }

  #resizeDisk(bytes: number): void {
    const [program = '', ...enter] = this.#ground.enter;
    // With its source, or mount repeats the options of before, of which a user namespace refuses some.
    const words = ['mount', '-o', `remount,size=${bytes}`, diskName, this.folder];
    execFileSync(program, [...enter, ...words], { stdio: 'pipe' });
  }

  /** A `date` in front of the real one says another time; nothing else of the machine knows. */
  setClock(offsetMillis: number): void {
    this.#clockOffsetMillis = offsetMillis;
    const [kept, inUse] = [this.#keptClock, this.outside(this.at('bin', 'date'))];
    if (existsSync(inUse)) renameSync(inUse, kept);
    if (offsetMillis === 0) return;
    // A clock jumps on a full disk too: what is written over and renamed takes no more space.
    writeFileSync(kept, dateScript(offsetMillis), { flag: 'r+' });
    renameSync(kept, inUse);
  }

  get #keptClock(): string {
    return this.outside(this.at('bin', '.date'));
  }

  #inside(): string[] {
    if (!this.#first) throw new Error(`${this.name} is off`);
    const user = this.#ground.enter.includes('--user') ? ['--user', '--preserve-credentials'] : [];
    return ['nsenter', '--target', String(this.#first.init.pid), ...user, '--mount', '--uts', '--pid', '--'];
  }
}

function dateScript(offsetMillis: number): string {
  return `#!/bin/sh
shown=$(($(/bin/date +%s%3N) + ${String(Math.round(offsetMillis)).padStart(12)}))
exec /bin/date -d "@$((shown / 1000)).$(printf %03d $((shown % 1000)))" "$@"
`;
}
