import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ServerChannel } from 'ssh2';
import type { CommandObserver, RemoteCommand } from '../simulated-cluster.ts';
import { untilBegun } from './journal.ts';
import { freeze } from './process-tree.ts';

/** What the server of a machine asks before, during and after a command. */
export interface CommandDesk {
  readonly observers: () => readonly CommandObserver[];
  /** null: none of Ringlift's. */
  readonly note: (commandLine: string) => RemoteCommand | null;
  readonly start: (commandLine: string) => ChildProcessWithoutNullStreams;
  /** Where this process finds a path of the machine. */
  readonly outside: (path: string) => string;
}

/** Runs one command line on a channel, as sshd does, with the observers in between. */
export async function runCommand(
  desk: CommandDesk,
  channel: ServerChannel,
  commandLine: string,
  cut: () => void,
): Promise<void> {
  channel.on('error', () => undefined);
  const command = desk.note(commandLine);
  const observers = command ? desk.observers() : [];
  for (const observer of observers) {
    if (command && (await observer.before?.(command)) === 'cut') return cut();
  }
  const child = desk.start(commandLine);
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const closed = once(child, 'close');
  connect(channel, child);
  const over = new AbortController();
  const told = command && tellBegun(desk, command, child, observers, over.signal);
  const [exitCode, signal] = await ended;
  over.abort();
  // It may have ended before anybody was told that it had begun.
  await told;
  for (const observer of observers) {
    if (command && (await observer.after?.(command, { exitCode })) === 'cut') return cut();
  }
  if (channel.writable) {
    if (signal === null) channel.exit(exitCode ?? 1);
    else channel.exit(signal.replace('SIG', ''), false, '');
  }
  await closed;
  channel.end();
}

/** When the connection is lost the command lives on, and finds its input ended and nobody who reads. */
function connect(channel: ServerChannel, child: ChildProcessWithoutNullStreams): void {
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', () => {
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
  });
}

async function tellBegun(
  desk: CommandDesk,
  command: RemoteCommand,
  child: ChildProcessWithoutNullStreams,
  observers: readonly CommandObserver[],
  ended: AbortSignal,
): Promise<void> {
  const asked = observers.filter((observer) => observer.begun !== undefined);
  if (asked.length === 0) return;
  if (command.entry) {
    const journal = desk.outside(`${command.args[0]}/journal.jsonl`);
    mkdirSync(dirname(journal), { recursive: true });
    if (!(await untilBegun(journal, command.entry, ended))) return;
  }
  const goOn = freeze(child.pid!);
  try {
    for (const observer of asked) await observer.begun?.(command);
  } finally {
    goOn();
  }
}
