/** Runs one program of this computer to its end, without a shell. */
import { spawn } from 'node:child_process';
import { RingliftError } from '../../knowledge/errors.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to this process's own environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Hard limit in milliseconds, default two minutes; then the program's whole process group is killed. */
  readonly timeoutMillis?: number;
  /** Exit codes that are not an error, default 0 alone. */
  readonly allowedExitCodes?: readonly number[];
  /** Text for standard input; absent: empty. */
  readonly input?: string;
  /** What a person does when it fails, a sentence. */
  readonly next?: string;
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeoutMillis = 120_000;
const shownLines = 15;

/** Throws FileMissing when there is no such program, CommandTimedOut, or CommandFailed with its last lines. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { timeoutMillis = defaultTimeoutMillis, allowedExitCodes = [0] } = options;
  const next = options.next ?? 'Run it by hand to see more.';
  const where = [file, ...args].join(' ');
  const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const textOf = (stream: 'stdout' | 'stderr') => Buffer.concat(output[stream]).toString('utf8');
  let timedOut = false;

  const exitCode = await new Promise<number | string>((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: true, // A process group of its own, so that what it starts can be ended with it.
    });
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMillis);
    child.stdout.on('data', (piece: Buffer) => output.stdout.push(piece));
    child.stderr.on('data', (piece: Buffer) => output.stderr.push(piece));
    child.stdin.on('error', () => undefined); // It may end without reading what it is given.
    child.stdin.end(options.input ?? '');
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code !== 'ENOENT') return reject(error);
      reject(new RingliftError('FileMissing', { where, what: `there is no program ${file} on PATH`, next }));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal ?? 'no exit code');
    });
  });

  const said = lastLines(`${textOf('stdout')}\n${textOf('stderr')}`);
  if (timedOut) {
    const found = `still running after ${timeoutMillis / 1000} s, and killed; it said: ${said}`;
    throw new RingliftError('CommandTimedOut', { where, what: 'it did not end', found, next });
  }
  if (typeof exitCode !== 'number' || !allowedExitCodes.includes(exitCode)) {
    const expected = `exit code ${allowedExitCodes.join(' or ')}`;
    throw new RingliftError('CommandFailed', {
      where,
      what: 'it failed',
      expected,
      found: `${exitCode}: ${said}`,
      next,
    });
  }
  return { exitCode, stdout: textOf('stdout'), stderr: textOf('stderr') };
}

function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-shownLines).join('\n') || '(nothing)';
}
