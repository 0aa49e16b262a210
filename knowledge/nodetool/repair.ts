import { LineCursor } from './line-cursor.ts';

/** What one run of `nodetool repair` has told so far. */
export interface RepairView {
  /** Every command that started has ended, each with success said, and no line tells of a failure. */
  readonly success: boolean;
  /** Every command that started has ended, well or badly. */
  readonly finished: boolean;
  /** Numbers of the repair commands, one per keyspace; empty when there was nothing to repair (factor 1). */
  readonly commands: readonly number[];
  readonly failedSessions: number;
  /** Lines that tell of a failure, without their time. */
  readonly failures: readonly string[];
  /** Lines that say that there was nothing to repair, and why. */
  readonly skipped: readonly string[];
  /** Percent of the command that runs, as told last; null before any. */
  readonly percent: number | null;
  /** All lines without their time, in order. */
  readonly progress: readonly string[];
}

const stamped = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] (.*)$/;
const numbered = /^(?:Starting repair|Repair) command #(\d+)\b/;
const failedSession = /^Repair session \S+ (?:for range .* )?failed\b/;
const failed =
  /^Repair command #\d+ (?:failed|finished) with error|^Some repair failed$| discovered repair failed\.$/;
const succeeded = /^Repair completed successfully$|^Repair \S+ skipped: /;
const ended = /^Repair command #\d+ finished\b/;
/** From 4.0 on nodetool asks the node again, and what it hears may repeat what was said before. */
const heardAgain = / discovered repair (?:completed|failed)\.$/;
/** Scylla's sessions bear the number of the command. */
const scyllaEnded = /^Repair session \d+ finished$/;
const nothingToDo =
  /^Repair \S+ skipped: |^Replication factor is 1\. No repair is needed|^Nothing to repair for keyspace '/;

/**
 * Reads what `nodetool repair` (not a preview) of 3.0 to 6.0 printed until now; it may still run. A failed repair
 * too says "finished", so success needs its own line for every command: a cut or running output is never a success.
 *
 * Keyspaces are repaired one after the other: a cut between two can't be told from the end, so **the caller also
 * requires exit code 0**, or names one keyspace.
 *
 * @source tools/RepairRunner.java and repair/RepairRunnable.java of 3.11.19, 4.0.19, 5.0.9 and 6.0-alpha2; measured
 *   on 3.11.19 and 5.0.9
 * @throws RingliftError UnreadableOutput
 */
export function parseRepair(stdout: string): RepairView {
  const cursor = new LineCursor('repair', stdout);
  const progress = cursor
    .demandAll(stamped, 'a line that starts with [date time]')
    .map(([, text = '']) => text);
  cursor.acceptAll(/^There were some lost notification|^Exception occurred during clean-up\. /);
  const error = cursor.accept(/^error: .*$/);
  if (error === null) cursor.demandEnd('a further line that starts with [date time] or the end');
  const commands = commandsOf(progress);
  const failures = progress.filter((line) => failed.test(line) || failedSession.test(line));
  if (error !== null) failures.push(error[0]);
  const skipped = progress.filter((line) => nothingToDo.test(line));
  const finished = commands.length + skipped.length > 0 && commands.every(({ ended }) => ended);
  const numbers = commands.map(({ number }) => number).filter((number) => number !== null);
  return {
    success: finished && failures.length === 0 && commands.every(({ succeeded }) => succeeded),
    finished,
    commands: numbers,
    failedSessions: progress.filter((line) => failedSession.test(line)).length,
    failures,
    skipped,
    percent: percentOf(progress),
    progress,
  };
}

interface Command {
  /** Null until a line tells: the "Starting" line may be missing. */
  number: number | null;
  ended: boolean;
  succeeded: boolean;
}

/**
 * Lines between the end of one command and the line that ends the next are about the next. "Starting repair command"
 * can't be relied on: 3.11 loses it when the repair begins before nodetool listens.
 */
function commandsOf(progress: readonly string[]): Command[] {
  const commands: Command[] = [];
  let repeating = false;
  for (const line of progress) {
    const again = heardAgain.test(line);
    const number = numbered.exec(line)?.[1];
    const about = again || number !== undefined || line.startsWith('Repair session ') || succeeded.test(line);
    if (!about) continue;
    const command = commandAbout(commands, number === undefined ? null : Number(number), again || repeating);
    command.ended ||= again || ended.test(line) || scyllaEnded.test(line);
    command.succeeded ||= succeeded.test(line) || scyllaEnded.test(line);
    repeating = again;
  }
  return commands;
}

function commandAbout(commands: Command[], number: number | null, repeats: boolean): Command {
  const last = commands.at(-1);
  const sameNumber =
    last !== undefined && number !== null && (last.number === null || last.number === number);
  const goesOn = last !== undefined && number === null && (repeats || !last.ended);
  if (sameNumber) last.number = number;
  if (sameNumber || goesOn) return last;
  const next = { number, ended: false, succeeded: false };
  commands.push(next);
  return next;
}

function percentOf(progress: readonly string[]): number | null {
  const told = progress
    .map((line) => /\(progress: (\d+)%\)$/.exec(line)?.[1])
    .filter((text) => text !== undefined);
  return told.length === 0 ? null : Number(told.at(-1));
}
