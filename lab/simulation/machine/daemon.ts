import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { childOf, identify, signal } from '../../machines/process-identity.ts';
import type { Machine } from './machine.ts';

/** The process that plays a node's JVM: as in life to whoever looks into /proc, and asleep otherwise. */
export interface Daemon {
  /** Outside of the machine's own namespace. */
  readonly pid: number;
  /** Settles when it is gone, whoever ended it. */
  readonly ended: Promise<void>;
  kill(): void;
}

/** @returns once its arguments can be seen in /proc @throws Error when it could not be started */
export async function startDaemon(
  machine: Machine,
  javaHome: string,
  home: string,
  classes: { readonly jar: string; readonly main: string },
): Promise<Daemon> {
  const words = [
    ...['-Xms512M', '-Xmx512M', `-Dcassandra.storagedir=${machine.at('data')}`],
    ...['-cp', `${home}/conf:${classes.jar}`],
    classes.main,
  ];
  const executable = `${javaHome}/jre/bin/java`;
  const becomeJava = ['bash', '-c', 'exec -a "$0" "$@"', `${javaHome}/bin/java`, executable];
  // It sleeps in a read that ends with this process.
  const child = machine.start([...becomeJava, '-c', 'echo up; read -r _', ...words]);
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await upOrEnded(child, ended);
  const java = identify(childOf(child.pid!) ?? 0);
  if (!java) throw new Error(`the process of ${machine.name} ended at once`);
  return { pid: java.pid, ended, kill: () => void signal(java, 'SIGKILL') };
}

async function upOrEnded(child: ChildProcessWithoutNullStreams, ended: Promise<void>): Promise<void> {
  const up = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  await Promise.race([up, ended]);
}
