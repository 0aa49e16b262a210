/** Runs one script over a connection: a turn, a session, the limits, and what is done when they pass. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunOptions, RunResult } from './host.ts';
import { commandLineOf, scriptText } from './remote-script.ts';
import type { ScriptRun } from './script-run.ts';
import type { SshConnection } from './ssh-connection.ts';
import { follow } from './ssh-follow.ts';
import type { Followed } from './ssh-follow.ts';
import { lostWhileRunning, notStarted, passedLimit, signalled, unstartedBy } from './ssh-run-errors.ts';

/** Of sessions for one run while no other runs on the connection; some 0.4 s. */
const mostRefusals = 8;

/** Linux takes no single argument longer than this, and sshd gives the command line to the login shell as one. */
const longestCommandLineBytes = 128 * 1024 - 1;

/**
 * @returns undefined when the connection ended before the command was started: the caller may try on a new one
 * @throws RingliftError NodeUnreachable, CommandTimedOut, OutputTooLong, PrivilegeMissing, CommandFailed; the signal's
 * reason when it aborts
 */
export async function runScript(
  connection: SshConnection,
  run: ScriptRun,
  options: RunOptions,
): Promise<RunResult | undefined> {
  const commandLine = commandLineFor(run, options);
  const release = connection.hold();
  try {
    for (let refusals = 0; ;) {
      const leave = await connection.slots.enter(options.signal);
      try {
        const answer = await execFollowed(connection, commandLine, options);
        if (answer.kind === 'started') return await judge(await answer.value.end, connection, run, options);
        if (answer.kind === 'unknown') throw lostWhileRunning(run, answer.message);
        if (answer.why === 'lost') return undefined;
        if (answer.why === 'noExec') throw notStarted(run, answer.message);
        // A first refusal may be of the moment: sshd takes in a request before it puts away a session that ended.
        refusals++;
        const isNarrowed = refusals % 2 === 0 && connection.slots.narrow();
        if (!isNarrowed && refusals >= mostRefusals) throw notStarted(run, answer.message);
        await delay(50);
      } finally {
        leave();
      }
    }
  } finally {
    release();
  }
}

function execFollowed(connection: SshConnection, commandLine: string, options: RunOptions) {
  return connection.exec(commandLine, (channel) => ({ end: follow(channel, options) }));
}

function commandLineFor(run: ScriptRun, { args = [], timeoutMillis }: RunOptions): string {
  // The host's own limit comes a little later, so that the worker's, which can say more, comes first.
  const limitSeconds = Math.ceil(timeoutMillis / 1000) + 2;
  const line = commandLineOf(run.script, args, run.sudo, limitSeconds, run.textOf);
  const bytes = Buffer.byteLength(line);
  if (bytes > longestCommandLineBytes) {
    throw new RangeError(`${run.script}: ${bytes} bytes are too long for a command line: pass them as input`);
  }
  return line;
}

async function judge(
  followed: Followed,
  connection: SshConnection,
  run: ScriptRun,
  options: RunOptions,
): Promise<RunResult> {
  const { ending, stdout, stderr, group, tookMillis } = followed;
  switch (ending.kind) {
    case 'exited': {
      if (group === null) throw unstartedBy(run, ending.exitCode, stderr || stdout);
      // 124 is what timeout says, when the host noticed the limit before the worker did.
      if (ending.exitCode === 124 && tookMillis >= options.timeoutMillis)
        throw passedLimit(run, followed, options, true);
      return { exitCode: ending.exitCode, stdout, stderr, tookMillis };
    }
    case 'signalled':
      throw signalled(run, ending.signal, stderr);
    case 'lost':
      if (connection.alive) throw signalled(run, 'something that told no exit code', stderr);
      throw lostWhileRunning(run, connection.endedBecause);
    case 'timedOut':
    case 'tooLong':
      throw passedLimit(run, followed, options, await endGroup(connection, run, group));
    case 'aborted':
      await endGroup(connection, run, group);
      throw options.signal?.reason;
    case 'inputFailed':
      await endGroup(connection, run, group);
      throw ending.error;
  }
}

/** Longer than the five seconds after which the supervisor kills what did not heed its TERM. */
const endGroupMillis = 10_000;

/**
 * Ends what a run left on the host, by a session beyond the slots: closing a channel ends nothing there.
 * @returns whether the process group is known to be gone; if not, the host's own limit ends it
 */
async function endGroup(connection: SshConnection, run: ScriptRun, group: number | null): Promise<boolean> {
  if (group === null || !connection.alive) return false;
  const ender: ScriptRun = { ...run, script: 'end-group', textOf: scriptText };
  const options: RunOptions = { args: [String(group), run.script], timeoutMillis: endGroupMillis };
  const answer = await execFollowed(connection, commandLineFor(ender, options), options);
  if (answer.kind !== 'started') return false;
  const { ending } = await answer.value.end;
  return ending.kind === 'exited' && ending.exitCode === 0;
}
