import type { CompactionView, RunningCompaction } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { printedLines } from './printed-lines.ts';
import { readRunningCompactions } from './running-compactions.ts';

const command = 'compactionstats';

/**
 * Reads `nodetool compactionstats [-H]` (without -V) of 2.1 to 6.0 and DSE. Repair appears as running Validation or
 * Anticompaction, upgradesstables as `Upgrade sstables`. `perTable` has `keyspace.table` as key and is empty before
 * 3.x, which printed only the sum; `remaining` is null when nothing runs or compaction is not throttled.
 *
 * What a cut reveals: a table of running compactions must end with the remaining time, and the tables' pending tasks
 * must add up to the sum. From 5.0 on all lines are padded to the width of the whole, so that a table which is missing
 * is noticed. Up to 4.1 a cut just before that table looks as if nothing ran: the caller requires exit code 0.
 *
 * @source tools/nodetool/CompactionStats.java of 3.11.19, 4.0.19, 5.0.9 and 6.0-alpha2
 * @throws RingliftError UnreadableOutput
 */
export function parseCompactionStats(stdout: string): CompactionView {
  const cursor = new LineCursor(command, stdout);
  return cursor.sees(/^concurrent compactors\s/) ? readOneTable(cursor, stdout) : readUpTo41(cursor);
}

function readUpTo41(cursor: LineCursor): CompactionView {
  const [, pending] = cursor.demand(/^pending tasks: (\d+)$/, '"pending tasks: " or "concurrent compactors"');
  const tables = cursor.acceptAll(/^- (\S+): (\d+)$/);
  const perTable = Object.fromEntries(tables.map(([, table = '', count]) => [table, Number(count)]));
  const view = { pending: Number(pending), perTable: demandSum(cursor, Number(pending), perTable) };
  return { ...view, ...readRunning(cursor, /^Active compaction remaining time :\s+(n\/a|\d+h\d+m\d+s)$/) };
}

const laterStatistic =
  /^((compressed )?data compacted|compactions (aborted|reduced)|sstables dropped from compaction|(15 minute|mean) rate)\s/;

/** From 5.0 on everything is one table whose columns are as wide as the widest cell of any part. */
function readOneTable(cursor: LineCursor, stdout: string): CompactionView {
  demandFullWidth(cursor, stdout);
  cursor.demand(/^concurrent compactors\s+\d+$/, '"concurrent compactors" and a number');
  const [, pending] = cursor.demand(/^pending tasks\s+(\d+)$/, '"pending tasks" and a number');
  const tables = cursor.acceptAll(/^(?!compactions completed\s)(\S+)\s+(\S+)\s+(\d+)$/);
  const perTable = Object.fromEntries(
    tables.map(([, keyspace = '', table = '', count]) => [`${keyspace}.${table}`, Number(count)]),
  );
  cursor.demand(/^compactions completed\s+\d+$/, 'a table\'s pending tasks or "compactions completed"');
  cursor.acceptAll(laterStatistic);
  cursor.demand(/^compaction throughput \(MiB\/s\)\s/, '"compaction throughput (MiB/s)"');
  cursor.acceptAll(/^current compaction throughput \(\d+ minute\)\s/);
  const view = { pending: Number(pending), perTable: demandSum(cursor, Number(pending), perTable) };
  return { ...view, ...readRunning(cursor, /^active compaction remaining time\s+(n\/a|\d+h\d+m\d+s)$/) };
}

function readRunning(
  cursor: LineCursor,
  last: RegExp,
): { running: readonly RunningCompaction[]; remaining: string | null } {
  if (cursor.ended) return { running: [], remaining: null };
  const running = readRunningCompactions(cursor, last);
  const [, remaining = ''] = cursor.demand(last, 'a running compaction or, last, the remaining time');
  cursor.demandEnd();
  return { running, remaining: remaining === 'n/a' ? null : remaining };
}

function demandSum<Counts extends Readonly<Record<string, number>>>(
  cursor: LineCursor,
  pending: number,
  perTable: Counts,
): Counts {
  const counts = Object.values(perTable);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (counts.length > 0 && sum !== pending)
    cursor.refuse(`${pending} pending tasks over all tables`, `${sum}`);
  return perTable;
}

/** In a whole table some cell of the last column reaches to the end; whoever cut trailing blanks, cut them all. */
function demandFullWidth(cursor: LineCursor, stdout: string): void {
  const lines = printedLines(command, stdout).filter((line) => line.trim() !== '');
  const width = Math.max(...lines.map((line) => line.length));
  const evenlyPadded = lines.every((line) => line.length === width);
  if (evenlyPadded && lines.every((line) => line.trimEnd().length < width))
    cursor.refuse(
      'the table of running compactions, for which the columns left room',
      'the end of the output',
    );
}
