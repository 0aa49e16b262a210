import { classifyLogLine } from '../../knowledge/cassandra/known-log-lines.ts';
import type { LogClass, LogSince } from '../../knowledge/gates/gate-input.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import type { Host } from '../hosts/host.ts';
import { turnFolderOf } from '../turn-folder.ts';

const exampleLength = 300;

/** What the system log got since the node was stopped, read from the byte where it stood; null: no log to read. */
export async function readLogSince(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<LogSince | null> {
  const { log } = host.settings.install;
  const { exitCode, stdout } = await host.run('read-log', {
    args: [stateFolderOf(host.settings, task.plan), turnFolderOf(task), log],
    timeoutMillis: 60_000,
    signal: context.signal,
  });
  const header = /^bytes (\d+) (\d+)\n/.exec(stdout);
  if (exitCode !== 0 || !header) return null;
  const lines = stdout.slice(header[0].length).split('\n');
  return {
    file: log,
    fromByte: Number(header[1]),
    lines: lines.length,
    classes: classesOf(lines),
    startupComplete: lines.some((line) => line.includes('Startup complete')),
    cqlListening: lines.some((line) => line.includes('Starting listening for CQL clients on')),
  };
}

/** WARN and ERROR lines grouped: a thousand lines of one kind are one class with a count. */
export function classesOf(lines: readonly string[]): LogClass[] {
  const classes = new Map<string, LogClass>();
  for (const [index, line] of lines.entries()) {
    const { level, key, known } = classifyLogLine(line, lines[index + 1]);
    if (level !== 'WARN' && level !== 'ERROR') continue;
    const earlier = classes.get(key);
    const example = earlier?.example ?? line.slice(0, exampleLength);
    classes.set(key, { level, key, known: known ?? null, example, count: (earlier?.count ?? 0) + 1 });
  }
  return [...classes.values()];
}
